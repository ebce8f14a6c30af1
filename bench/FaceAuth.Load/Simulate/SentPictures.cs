namespace FaceAuth.Load.Simulate;

/// <summary>What was sent and when, to match what the server says of it. Safe from many threads.</summary>
internal sealed class SentPictures
{
    const int Remembered = 1024;   // about half a minute

    readonly Lock _gate = new();
    readonly Dictionary<uint, TimeSpan> _sentAt = [];
    readonly Queue<uint> _order = new();
    TimeSpan _firstAt, _lastAt;

    /// <summary>Pictures sent.</summary>
    public int Count { get; private set; }

    /// <summary>Their bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Mean rate in bits a second; 0 before the second picture.</summary>
    public double BitsPerSecond
    {
        get
        {
            lock (_gate) return _lastAt > _firstAt ? Bytes * 8 / (_lastAt - _firstAt).TotalSeconds : 0;
        }
    }

    /// <summary>A picture was handed to the network.</summary>
    public void Add(uint rtpTimestamp, int bytes, TimeSpan now)
    {
        lock (_gate)
        {
            if (Count++ == 0) _firstAt = now;
            _lastAt = now;
            Bytes += bytes;
            if (!_sentAt.TryAdd(rtpTimestamp, now)) return;
            _order.Enqueue(rtpTimestamp);
            if (_order.Count > Remembered) _sentAt.Remove(_order.Dequeue());
        }
    }

    /// <summary>When a picture was sent; once.</summary>
    public bool TryTake(uint rtpTimestamp, out TimeSpan sentAt)
    {
        lock (_gate) return _sentAt.Remove(rtpTimestamp, out sentAt);
    }
}
