namespace FaceAuth.Pipeline.Scheduling;

/// <summary>
/// Turns RTP timestamps, which wrap every 13 hours, into the time since the first (RFC 3550 §5.1,
/// https://www.rfc-editor.org/rfc/rfc3550#section-5.1).
/// </summary>
/// <remarks>Video counts 90 000 a second (RFC 7741 §4.1 for VP8).</remarks>
internal sealed class RtpClock
{
    const int TicksOf100NsPer90KHz = 1000;   // 1 / 90 000 s = 1000 / 9 of them

    uint? _last;
    long _units;

    /// <summary>Time of a picture since the first; negative steps are kept as they come.</summary>
    public TimeSpan At(uint timestamp)
    {
        if (_last is { } last) _units += (int)(timestamp - last);
        _last = timestamp;
        return new TimeSpan(_units * TicksOf100NsPer90KHz / 9);
    }
}
