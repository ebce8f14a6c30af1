namespace FaceAuth.Media.Tests.Sctp;

/// <summary>What else is met on a congested link: a sender that always has data.</summary>
/// <remarks>
/// It adds a packet to its window each round trip and halves it at a loss (RFC 5681, with losses found as soon as a later packet is
/// answered).
/// </remarks>
sealed class ClassicSender(Bottleneck link, TimeSpan delay)
{
    const int PacketBytes = 1160;

    readonly Queue<(long Order, TimeSpan? AnsweredAt)> _flight = new();
    double _window = 4, _threshold = double.MaxValue;
    long _last, _recoverUntil;
    TimeSpan _stalledUntil = TimeSpan.MaxValue;

    public long Delivered { get; private set; }

    /// <summary>When <see cref="Run"/> is due.</summary>
    public TimeSpan Next
    {
        get
        {
            foreach (var (_, at) in _flight)
                if (at is { } next) return next;
            return _stalledUntil;
        }
    }

    public void Run(TimeSpan now)
    {
        while (_flight.Count > 0 && Next <= now)
        {
            _stalledUntil = now + TimeSpan.FromMilliseconds(400);
            if (_flight.Dequeue() is { AnsweredAt: null } lost) HandleLoss(lost.Order);
            else HandleAnswer();
        }

        if (_flight.Count == 0) _stalledUntil = now + TimeSpan.FromMilliseconds(400);   // then all of them are lost
        while (_flight.Count < (int)_window)
            _flight.Enqueue((++_last, link.Pass(PacketBytes, now) is { } passed ? now + passed + 2 * delay : null));
    }

    void HandleAnswer()
    {
        Delivered += PacketBytes;
        _window += _window < _threshold ? 1 : 1 / _window;
    }

    void HandleLoss(long order)
    {
        if (order <= _recoverUntil) return;
        _recoverUntil = _last;
        _threshold = _window = Math.Max(_window / 2, 2);
    }
}
