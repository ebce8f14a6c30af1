namespace FaceAuth.Media.Sctp;

/// <summary>Finds losses by time, as RACK does for TCP (RFC 8985, https://www.rfc-editor.org/rfc/rfc8985#section-6.2).</summary>
/// <remarks>
/// What was sent before something that has been acknowledged is lost once a round trip and a reordering window have passed. Unlike
/// counting three reports (RFC 9260 §7.2.4) that finds a retransmission lost again as soon as any other loss.
/// </remarks>
/// <param name="path">What is known of round trips.</param>
/// <param name="initialTsn">TSN of the first chunk.</param>
internal sealed class LossDetection(PathModel path, uint initialTsn)
{
    const int EnoughReports = 3;        // so many behind it and no reordering ever seen: lost without waiting (RFC 8985 §6.2 step 4)
    const int MaxWindows = 4;           // quarters of a round trip: RFC 8985 bounds the window by a whole one
    const int WindowLife = 16;          // round trips with losses until a widened window narrows again (RFC 8985 §6.2)
    static readonly TimeSpan LeastWindow = TimeSpan.FromMilliseconds(1);   // of timers and of packets sent together

    long _newestAcknowledged;
    uint _highest = unchecked(initialTsn - 1), _highestBefore = unchecked(initialTsn - 1);
    TimeSpan _roundTrip;
    int _windows = 1, _windowLife;
    bool _isReordering;

    /// <summary>When <see cref="Detect"/> is to be asked again although nothing came (the reordering timer).</summary>
    public TimeSpan Deadline { get; private set; } = TimeSpan.MaxValue;

    /// <summary>The latest sending that is known to have arrived.</summary>
    public long NewestAcknowledged => _newestAcknowledged;

    /// <summary>Chunks sent again that had not been lost, since it was last set to 0.</summary>
    public int Needless { get; set; }

    /// <summary>A chunk was acknowledged for the first time, by the cumulative TSN or in a gap block.</summary>
    public void HandleAcknowledged(OutgoingChunk chunk, TimeSpan now)
    {
        var roundTrip = now - chunk.SentAt;
        if (chunk.Sends > 1 && roundTrip < path.BaseRoundTrip)
        {
            HandleNeedless();   // too early to answer this sending: it answers the one before, which was only late
            return;
        }

        if (chunk.Sends == 1)
        {
            if (SerialNumber.IsAfter(_highestBefore, chunk.Tsn)) _isReordering = true;
            if (SerialNumber.IsAfter(chunk.Tsn, _highest)) _highest = chunk.Tsn;
        }

        if (chunk.SentOrder <= _newestAcknowledged) return;
        (_newestAcknowledged, _roundTrip) = (chunk.SentOrder, roundTrip);
    }

    /// <summary>A round trip in which something was lost has begun.</summary>
    public void HandleRecovery()
    {
        if (_windows > 1 && --_windowLife <= 0) _windows = 1;
    }

    /// <summary>Marks what is lost.</summary>
    /// <param name="outstanding">The chunks.</param>
    /// <param name="now">The time.</param>
    /// <param name="lost">How many.</param>
    /// <returns>The number of the latest sending that was lost; 0 when none was.</returns>
    public long Detect(OutstandingChunks outstanding, TimeSpan now, out int lost)
    {
        lost = 0;
        _highestBefore = _highest;
        Deadline = TimeSpan.MaxValue;
        var patience = _roundTrip + Window(outstanding.ReportedCount);
        var newest = 0L;
        for (var next = outstanding.Sent.Oldest; next is { } chunk && chunk.SentOrder < _newestAcknowledged;)
        {
            next = chunk.Newer;
            if (outstanding.IsUnreportable(chunk)) continue;
            if (chunk.SentAt + patience > now)
            {
                Deadline = chunk.SentAt + patience;
                break;
            }

            lost++;
            newest = chunk.SentOrder;
            outstanding.MarkLost(chunk);
        }

        return newest;
    }

    /// <summary>The association is over, or everything was marked anyway.</summary>
    public void Reset() => Deadline = TimeSpan.MaxValue;

    void HandleNeedless()
    {
        Needless++;
        _isReordering = true;
        _windows = Math.Min(_windows + 1, MaxWindows);
        _windowLife = WindowLife;
    }

    TimeSpan Window(int reported)
    {
        if (!_isReordering && reported >= EnoughReports) return TimeSpan.Zero;
        var window = path.BaseRoundTrip == TimeSpan.MaxValue ? LeastWindow : path.BaseRoundTrip / 4 * _windows;
        return window > LeastWindow ? window : LeastWindow;
    }
}
