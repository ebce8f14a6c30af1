namespace FaceAuth.Media.Sctp;

/// <summary>How many bytes may be in flight (RFC 9260 §7.2, https://www.rfc-editor.org/rfc/rfc9260#section-7.2).</summary>
/// <param name="packetBytes">Largest packet (PMDCS of the RFC).</param>
/// <param name="maxBytes">More is never of use: the send buffer.</param>
internal sealed class CongestionWindow(int packetBytes, int maxBytes)
{
    int _partlyAcknowledged;
    uint _recoverUntil;
    TimeSpan _lastSent = TimeSpan.MinValue;

    /// <summary>Bytes that may be in flight (cwnd).</summary>
    public int Bytes { get; private set; } = Math.Min(4 * packetBytes, Math.Max(2 * packetBytes, 4404));   // §7.2.1

    /// <summary>Where slow start ends (ssthresh).</summary>
    public int Threshold { get; private set; } = int.MaxValue;

    /// <summary>Whether a fast retransmit is being made up for (§7.2.4).</summary>
    public bool IsRecovering { get; private set; }

    /// <summary>Data is about to be sent: a window that was not used for a while is no longer known to be right (§7.2.1).</summary>
    public void HandleSend(TimeSpan now, TimeSpan rto)
    {
        if (_lastSent != TimeSpan.MinValue)
        {
            for (var idle = now - _lastSent; idle > rto && Bytes > 4 * packetBytes; idle -= rto)
                Bytes = Math.Max(Bytes / 2, 4 * packetBytes);
        }

        _lastSent = now;
    }

    /// <summary>The peer acknowledged something new.</summary>
    /// <param name="acknowledged">Bytes newly acknowledged.</param>
    /// <param name="flightBefore">Bytes in flight before that.</param>
    /// <param name="flightAfter">Bytes in flight after that.</param>
    /// <param name="cumulative">Its cumulative TSN.</param>
    /// <param name="advanced">Whether that moved.</param>
    public void HandleAcknowledged(int acknowledged, int flightBefore, int flightAfter, uint cumulative, bool advanced)
    {
        if (IsRecovering && !SerialNumber.IsAfter(_recoverUntil, cumulative)) IsRecovering = false;
        if (!advanced || IsRecovering) return;

        var isLimiting = flightBefore + packetBytes > Bytes;   // only a window in full use has been shown to be bearable
        if (Bytes <= Threshold)
        {
            if (isLimiting) Grow(Math.Min(acknowledged, packetBytes));
            return;
        }

        _partlyAcknowledged += acknowledged;
        if (_partlyAcknowledged >= Bytes && isLimiting)
        {
            _partlyAcknowledged -= Bytes;
            Grow(packetBytes);
        }

        if (flightAfter == 0) _partlyAcknowledged = 0;
    }

    /// <summary>Chunks were reported missing often enough to be sent again at once.</summary>
    /// <param name="lastSent">The highest TSN sent so far; acknowledging it ends the recovery.</param>
    public void HandleFastRetransmit(uint lastSent)
    {
        if (IsRecovering) return;
        IsRecovering = true;
        _recoverUntil = lastSent;
        Threshold = Math.Max(Bytes / 2, 4 * packetBytes);
        Bytes = Threshold;
        _partlyAcknowledged = 0;
    }

    /// <summary>T3-rtx ran out (§7.2.3).</summary>
    public void HandleTimeout()
    {
        IsRecovering = false;
        Threshold = Math.Max(Bytes / 2, 4 * packetBytes);
        Bytes = packetBytes;
        _partlyAcknowledged = 0;
    }

    void Grow(int bytes) => Bytes = Math.Min(Bytes + bytes, Math.Max(maxBytes, 4 * packetBytes));
}
