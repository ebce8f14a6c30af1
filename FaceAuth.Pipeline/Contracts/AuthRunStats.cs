namespace FaceAuth.Pipeline.Contracts;

/// <summary>Counts of one run so far.</summary>
/// <param name="FramesIn">Pictures offered.</param>
/// <param name="Analysed">Pictures that went through every stage they needed.</param>
/// <param name="DroppedByReason">
/// Pictures dropped, by reason: "spared", it came sooner than another is needed; "stale", a newer one came while the run's own last picture was still being analysed;
/// "queued", a newer one came while it waited behind other runs, a sign of overload; "closed", it came after the end.
/// </param>
/// <param name="StageP50">Median time of each stage over the last 128 pictures.</param>
/// <param name="LatencyP50">Median of <see cref="FrameReport.Latency"/> over the last 128 pictures.</param>
/// <param name="LatencyP95">95th percentile of the same.</param>
public sealed record AuthRunStats(
    long FramesIn, long Analysed, IReadOnlyDictionary<string, long> DroppedByReason,
    IReadOnlyDictionary<string, TimeSpan> StageP50, TimeSpan LatencyP50, TimeSpan LatencyP95);
