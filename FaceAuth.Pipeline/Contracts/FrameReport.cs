namespace FaceAuth.Pipeline.Contracts;

/// <summary>What happened to one picture.</summary>
/// <param name="RtpTimestamp">Which picture.</param>
/// <param name="Faces">Faces found.</param>
/// <param name="Latency">From its last packet's arrival to the end of its analysis.</param>
/// <param name="Stages">Time spent in each stage, by stage name.</param>
public sealed record FrameReport(uint RtpTimestamp, int Faces, TimeSpan Latency, IReadOnlyDictionary<string, TimeSpan> Stages);
