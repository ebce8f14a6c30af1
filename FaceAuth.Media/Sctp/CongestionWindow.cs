namespace FaceAuth.Media.Sctp;

/// <summary>
/// How many bytes may be in flight (RFC 9260 §7.2, https://www.rfc-editor.org/rfc/rfc9260#section-7.2), with an answer to loss that asks
/// what kind it is.
/// </summary>
/// <remarks>
/// A loss while a queue stands in the path is congestion and takes 30 % off. One on an empty path takes the window no lower than what the
/// path was seen to carry, for nothing is won by sending less over a bad radio. Either happens once a round trip.
/// </remarks>
/// <param name="packetBytes">Largest packet (PMDCS of the RFC).</param>
/// <param name="maxBytes">More is never of use: the send buffer.</param>
/// <param name="path">What is known of the path.</param>
internal sealed class CongestionWindow(int packetBytes, int maxBytes, PathModel path)
{
    const double Decrease = 0.7;     // CUBIC's, RFC 9438 §4.6
    const int FreeGrowth = 4;        // packets a round trip on an empty path; TCP Illinois (doi.org/10.1145/1190095.1190166) has up to 10
    const int BusyGrowth = 1;        // packets a round trip behind a queue, as RFC 9260 §7.2.2
    const int GrowthShare = 4;       // and never more than a fourth of the window at once: a narrow path is soon full

    int _partlyAcknowledged;
    long _recoverUntil;
    int _lost, _bytesBefore, _thresholdBefore;
    bool _isRecovering;
    TimeSpan _lastSent = TimeSpan.MinValue;

    /// <summary>Bytes that may be in flight (cwnd).</summary>
    public int Bytes { get; private set; } = Math.Min(4 * packetBytes, Math.Max(2 * packetBytes, 4404));   // §7.2.1

    /// <summary>Where slow start ends (ssthresh).</summary>
    public int Threshold { get; private set; } = int.MaxValue;

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
    /// <param name="newest">The latest sending known to have arrived.</param>
    public void HandleAcknowledged(int acknowledged, int flightBefore, long newest)
    {
        if (newest > _recoverUntil) _isRecovering = false;
        if (_isRecovering || flightBefore + packetBytes <= Bytes) return;   // only a window in full use has been shown to be bearable

        if (Bytes <= Threshold)
        {
            if (path.HasQueue) Threshold = Bytes;   // the path is full: found before anything is lost (RFC 9406)
            Grow(Math.Min(acknowledged, packetBytes));
            return;
        }

        var growth = path.HasQueue ? BusyGrowth : Math.Clamp(Bytes / packetBytes / GrowthShare, BusyGrowth, FreeGrowth);
        _partlyAcknowledged += acknowledged * growth;
        if (_partlyAcknowledged < Bytes) return;
        _partlyAcknowledged = Math.Min(_partlyAcknowledged - Bytes, Bytes);
        Grow(packetBytes);
    }

    /// <summary>Something was lost.</summary>
    /// <param name="chunks">How many chunks.</param>
    /// <param name="lost">The latest sending lost.</param>
    /// <param name="last">The latest sending so far: what was sent up to here knew nothing of this loss.</param>
    /// <returns>Whether it is the first of its round trip.</returns>
    public bool HandleLoss(int chunks, long lost, long last)
    {
        _lost += chunks;
        if (lost <= _recoverUntil) return false;
        (_lost, _bytesBefore, _thresholdBefore) = (chunks, Bytes, Threshold);
        _recoverUntil = last;
        _isRecovering = path.MayHaveQueue;
        var least = Math.Max((int)(Bytes * Decrease), 4 * packetBytes);
        Bytes = path.MayHaveQueue ? least : Math.Max(least, Math.Min(Bytes, path.ProvenBytes));
        Threshold = Bytes;
        _partlyAcknowledged = 0;
        return true;
    }

    /// <summary>Chunks taken for lost were only late.</summary>
    /// <remarks>When that is true of all of the last loss, the window is as before it (RFC 4015).</remarks>
    public void HandleNeedless(int chunks)
    {
        if (_lost <= 0 || (_lost -= chunks) > 0) return;
        Bytes = Math.Max(Bytes, _bytesBefore);
        Threshold = Math.Max(Threshold, _thresholdBefore);
        _isRecovering = false;
    }

    /// <summary>T3-rtx ran out (§7.2.3).</summary>
    /// <param name="last">The latest sending so far.</param>
    public void HandleTimeout(long last)
    {
        _recoverUntil = last;
        _isRecovering = false;
        Threshold = Math.Max(Bytes / 2, 4 * packetBytes);
        Bytes = packetBytes;
        _lost = 0;
        _partlyAcknowledged = 0;
    }

    void Grow(int bytes) => Bytes = Math.Min(Bytes + bytes, Math.Max(maxBytes, 4 * packetBytes));
}
