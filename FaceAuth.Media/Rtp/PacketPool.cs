namespace FaceAuth.Media.Rtp;

/// <summary>Lends packet buffers of <see cref="BufferBytes"/> to all streams.</summary>
/// <remarks>
/// Bounded: at most <paramref name="limit"/> are out at once, then <see cref="TryRent"/> says no and counts it. Safe from many threads.
/// </remarks>
/// <param name="limit">Buffers out at once.</param>
internal sealed class PacketPool(int limit)
{
    /// <summary>Size of every buffer: no datagram on an Ethernet path is longer.</summary>
    public const int BufferBytes = 1500;

    readonly Lock _gate = new();
    readonly Stack<byte[]> _free = new();
    int _out;
    long _refused;

    /// <summary>Buffers that are out now.</summary>
    public int Out => Volatile.Read(ref _out);

    /// <summary>How often the limit was hit.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Rents a buffer with undefined content.</summary>
    public bool TryRent(out byte[] buffer)
    {
        lock (_gate)
        {
            if (_out >= limit)
            {
                _refused++;
                buffer = [];
                return false;
            }

            _out++;
            if (_free.TryPop(out buffer!)) return true;
        }

        buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);
        return true;
    }

    /// <summary>Gives a buffer back; the caller must not touch it again.</summary>
    public void Return(byte[] buffer)
    {
        lock (_gate)
        {
            _out--;
            _free.Push(buffer);
        }
    }
}
