namespace FaceAuth.Media.Dtls;

/// <summary>
/// Datagrams on their way from the driver's loop to a handshake's thread: bounded, never blocks the loop. Safe from many threads.
/// </summary>
internal sealed class DtlsInbox(int capacity)
{
    /// <summary>Longest datagram that is taken, in bytes; more than any path here carries.</summary>
    public const int MaxDatagram = 2048;

    readonly object _gate = new();   // waited on, which a Lock cannot be
    readonly Queue<byte[]> _datagrams = new();
    bool _woken;
    bool _waitedOn;
    long _dropped;

    /// <summary>Datagrams refused: too many waited, or one was too long.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Whether it is empty and <see cref="Take"/> waits.</summary>
    public bool IsWaitedOn
    {
        get
        {
            lock (_gate) return _waitedOn && _datagrams.Count == 0;
        }
    }

    /// <summary>Adds a copy of the datagram.</summary>
    public bool TryAdd(ReadOnlySpan<byte> datagram)
    {
        lock (_gate)
        {
            if (_datagrams.Count < capacity && datagram.Length <= MaxDatagram)
            {
                _datagrams.Enqueue(datagram.ToArray());
                Monitor.Pulse(_gate);
                return true;
            }
        }

        Interlocked.Increment(ref _dropped);
        return false;
    }

    /// <summary>Waits for a datagram; ends early, and at once from then on, when <see cref="Wake"/> was called.</summary>
    /// <returns>Null when none came in time or the inbox was woken.</returns>
    public byte[]? Take(TimeSpan wait)
    {
        lock (_gate)
        {
            if (_datagrams.Count == 0 && !_woken)
            {
                _waitedOn = true;
                Monitor.Wait(_gate, wait);
                _waitedOn = false;
            }

            return !_woken && _datagrams.TryDequeue(out var datagram) ? datagram : null;
        }
    }

    /// <summary>Takes what waits, without waiting.</summary>
    public bool TryTake(Span<byte> buffer, out int length)
    {
        lock (_gate)
        {
            length = 0;
            if (!_datagrams.TryDequeue(out var datagram)) return false;
            datagram.CopyTo(buffer);
            length = datagram.Length;
            return true;
        }
    }

    /// <summary>Ends the waiting for good.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _woken = true;
            Monitor.PulseAll(_gate);
        }
    }
}
