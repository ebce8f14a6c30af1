namespace FaceAuth.Media.Rtp;

/// <summary>
/// Estimates what the path from a sender without transport-wide feedback carries, from what arrives and what is lost: the loss-based
/// controller of draft-ietf-rmcat-gcc-02 §6 (https://datatracker.ietf.org/doc/html/draft-ietf-rmcat-gcc-02#section-6).
/// </summary>
/// <remarks>Does no IO.</remarks>
/// <param name="start">First estimate, bit/s.</param>
/// <param name="most">Never above this, bit/s.</param>
internal sealed class BitrateMachine(int start, int most)
{
    const double Least = 150_000;
    const double LowLoss = 0.02, HighLoss = 0.10;
    const double Growth = 1.05;           // with each report
    const double AheadOfReceived = 1.5;   // §5.5: an estimate that nobody uses proves nothing

    double _estimate = Math.Min(start, most);
    long _bytes;
    TimeSpan? _at;

    /// <summary>A report is due: what to announce with it, in bit/s.</summary>
    /// <param name="bytes">Bytes received since the start.</param>
    /// <param name="fractionLost">Lost since the last report, in 1/256.</param>
    /// <param name="now">The time.</param>
    public uint Update(long bytes, byte fractionLost, TimeSpan now)
    {
        var (before, gained) = (_at, bytes - _bytes);
        (_at, _bytes) = (now, bytes);
        if (before is not { } last || now <= last) return (uint)_estimate;
        var loss = fractionLost / 256.0;
        if (loss > HighLoss) _estimate *= 1 - loss / 2;
        if (loss < LowLoss)
        {
            var reachable = gained * 8 / (now - last).TotalSeconds * AheadOfReceived + Least;
            _estimate = Math.Max(_estimate, Math.Min(_estimate * Growth, reachable));
        }

        _estimate = Math.Clamp(_estimate, Least, most);
        return (uint)_estimate;
    }
}
