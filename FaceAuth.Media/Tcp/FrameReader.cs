using System.Buffers.Binary;
using FaceAuth.Media.Stun;

namespace FaceAuth.Media.Tcp;

/// <summary>Takes a stream of bytes apart into frames (RFC 4571 §2, https://www.rfc-editor.org/rfc/rfc4571#section-2).</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// ---------------------------------------------------------------
/// |             LENGTH            |  RTP, RTCP, STUN, DTLS …      |
/// ---------------------------------------------------------------
/// </code>
/// Until <see cref="Admit"/> only connectivity checks are taken, judged by their first bytes before the rest has come, and the
/// buffer holds one. Memory is that buffer alone, whatever comes. Does no IO; one owner.
/// </remarks>
internal sealed class FrameReader
{
    /// <summary>Longest check taken: what a STUN message over an unknown path may have (RFC 8489 §6.1).</summary>
    internal const int LongestCheck = 548;

    /// <summary>Longest frame taken afterwards, as over UDP.</summary>
    internal const int LongestFrame = 2048;

    const int LengthBytes = 2;
    const int CookieAt = 4, CookieEnd = 8;

    byte[] _buffer = new byte[LengthBytes + LongestCheck];
    int _start;
    int _end;
    bool _isAdmitted;

    /// <summary>Whether something came that is not taken: the connection is of no more use.</summary>
    internal bool IsRefused { get; private set; }

    /// <summary>Bytes held that make no whole frame yet.</summary>
    internal int Held => _end - _start;

    /// <summary>Where the next bytes go.</summary>
    /// <remarks>Never empty while nothing is refused and <see cref="TryTake"/> was called until it said false.</remarks>
    internal Memory<byte> Room
    {
        get
        {
            if (_start > 0)
            {
                _buffer.AsSpan(_start, Held).CopyTo(_buffer);
                (_start, _end) = (0, Held);
            }

            return _buffer.AsMemory(_end);
        }
    }

    /// <summary>So many bytes were put into <see cref="Room"/>.</summary>
    internal void Advance(int count) => _end += count;

    /// <summary>A check was authenticated: frames of every kind are taken from now on.</summary>
    internal void Admit()
    {
        if (_isAdmitted) return;
        _isAdmitted = true;
        var larger = new byte[LengthBytes + LongestFrame];
        _buffer.AsSpan(_start, Held).CopyTo(larger);
        (_buffer, _start, _end) = (larger, 0, Held);
    }

    /// <summary>The next whole frame, valid until the next call of anything else.</summary>
    /// <returns>False when more bytes are needed or it is refused.</returns>
    internal bool TryTake(out Span<byte> frame)
    {
        frame = default;
        while (!IsRefused && Held >= LengthBytes)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(_start));
            var here = _buffer.AsSpan(_start + LengthBytes, Math.Min(length, Held - LengthBytes));
            if (_isAdmitted ? length > LongestFrame : !MayBeCheck(here, length))
            {
                IsRefused = true;
                return false;
            }

            if (here.Length < length) return false;
            _start += LengthBytes + length;
            if (length == 0) continue;   // allowed, and says nothing
            frame = here;
            return true;
        }

        return false;
    }

    /// <summary>Whether a frame that begins so can be a Binding request.</summary>
    /// <remarks>As many of its first eight bytes as are here are looked at.</remarks>
    static bool MayBeCheck(ReadOnlySpan<byte> begin, int length)
    {
        if (length is < StunMessage.HeaderLength or > LongestCheck || length % 4 != 0) return false;
        Span<byte> expected = stackalloc byte[CookieEnd];
        BinaryPrimitives.WriteUInt16BigEndian(expected, 1);   // Binding request
        BinaryPrimitives.WriteUInt16BigEndian(expected[2..], (ushort)(length - StunMessage.HeaderLength));
        BinaryPrimitives.WriteUInt32BigEndian(expected[CookieAt..], StunMessage.MagicCookie);
        var seen = Math.Min(begin.Length, CookieEnd);
        return begin[..seen].SequenceEqual(expected[..seen]);
    }
}
