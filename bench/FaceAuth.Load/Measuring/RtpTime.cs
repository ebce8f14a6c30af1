namespace FaceAuth.Load.Measuring;

/// <summary>The machine's monotonic clock in units of RTP video timestamps, 90 kHz.</summary>
/// <remarks>What a load client writes into its packets, so that a server on the same machine knows when each was sent.</remarks>
internal static class RtpTime
{
    const int PerMillisecond = 90;

    /// <summary>The timestamp of a time.</summary>
    public static uint Of(TimeSpan at) => unchecked((uint)(at.Ticks * 9 / 1000));

    /// <summary>Milliseconds from one timestamp to a later one, at most 6.6 h.</summary>
    public static double MillisecondsBetween(uint sent, uint received) => unchecked((int)(received - sent)) / (double)PerMillisecond;
}
