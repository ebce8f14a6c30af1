namespace FaceAuth.Media.Tcp;

/// <summary>What a connection could not send at once: the rest of a frame and whole frames behind it, bounded in bytes.</summary>
/// <remarks>
/// A frame that does not fit is refused as a whole, as a network would lose it. Its memory is taken with the first byte. One owner.
/// </remarks>
/// <param name="capacity">Bytes held at most.</param>
internal sealed class FrameBacklog(int capacity)
{
    byte[]? _buffer;
    int _start;
    int _end;

    internal bool IsEmpty => _start == _end;

    /// <summary>What to send next.</summary>
    internal ReadOnlyMemory<byte> Waiting => _buffer.AsMemory(_start, _end - _start);

    /// <summary>Takes a copy of all of it or of nothing.</summary>
    internal bool TryAdd(ReadOnlySpan<byte> bytes)
    {
        if (_end - _start + bytes.Length > capacity) return false;
        _buffer ??= new byte[capacity];
        if (_end + bytes.Length > capacity)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        bytes.CopyTo(_buffer.AsSpan(_end));
        _end += bytes.Length;
        return true;
    }

    /// <summary>So many bytes were sent.</summary>
    internal void Drop(int count)
    {
        _start += count;
        if (_start == _end) (_start, _end) = (0, 0);
    }
}
