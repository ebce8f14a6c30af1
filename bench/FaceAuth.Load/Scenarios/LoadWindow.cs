using FaceAuth.Load.Measuring;
using FaceAuth.Load.Serve;

namespace FaceAuth.Load.Scenarios;

/// <summary>What was seen of a stretch of steady state.</summary>
/// <param name="Sent">Pictures sent in it.</param>
/// <param name="Before">The server's counts at its begin.</param>
/// <param name="End">The server's counts at its end.</param>
/// <param name="After">The server's counts once its last pictures had their time.</param>
/// <param name="First">The server's process at its begin; null where it runs elsewhere.</param>
/// <param name="Last">The server's process at its end.</param>
/// <param name="Late">Pictures that our own side left out, being late.</param>
/// <param name="LongestLate">The longest that our own side was late with a picture.</param>
internal sealed record LoadWindow(
    long Sent, LoadHostStats Before, LoadHostStats End, LoadHostStats After, ServerSample? First, ServerSample? Last, long Late,
    TimeSpan LongestLate)
{
    /// <summary>Its length in s, by the process's readings.</summary>
    public double? Seconds => Last is null ? null : (Last.At - First!.At).TotalSeconds;

    /// <summary>Datagrams that the server read in it.</summary>
    public long Datagrams => End.Datagrams - Before.Datagrams;

    /// <summary>Processor time of the server, in s.</summary>
    public double? ProcessorSeconds => Last?.ProcessorSeconds - First?.ProcessorSeconds;

    /// <summary>Processor time of its receiving threads, in s.</summary>
    public double? ReceiverSeconds => Last?.ReceiverSeconds - First?.ReceiverSeconds;

    /// <summary>The longest pause in a stream, in ms, one that goes on included.</summary>
    public double LongestGapMs => Math.Max(After.LongestGapMs, After.SilentMs);
}
