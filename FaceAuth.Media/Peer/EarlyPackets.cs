using FaceAuth.Media.Rtp;

namespace FaceAuth.Media.Peer;

/// <summary>Holds media that arrives before the keys, with its arrival times.</summary>
/// <remarks>
/// A browser sends as soon as its own side of DTLS is done, and what is dropped then is the first keyframe. Bounded; buffers are of the
/// shared pool.
/// </remarks>
internal sealed class EarlyPackets(int limit, PacketPool pool) : IDisposable
{
    readonly Queue<Held> _held = new();

    /// <summary>Takes a copy; false when full, when the pool is empty or the packet longer than its buffers.</summary>
    internal bool TryAdd(ReadOnlySpan<byte> packet, TimeSpan now)
    {
        if (_held.Count >= limit || packet.Length > PacketPool.BufferBytes || !pool.TryRent(out var buffer)) return false;
        packet.CopyTo(buffer);
        _held.Enqueue(new Held(buffer, packet.Length, now));
        return true;
    }

    /// <summary>Copies the oldest one into <paramref name="packet"/> and forgets it.</summary>
    internal bool TryTake(Span<byte> packet, out int length, out TimeSpan arrivedAt)
    {
        var taken = _held.TryDequeue(out var held);
        (length, arrivedAt) = (held.Length, held.ArrivedAt);
        if (!taken) return false;
        held.Buffer.AsSpan(0, length).CopyTo(packet);
        pool.Return(held.Buffer);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_held.TryDequeue(out var held)) pool.Return(held.Buffer);
    }

    readonly record struct Held(byte[] Buffer, int Length, TimeSpan ArrivedAt);
}
