namespace FaceAuth.Accuracy.Funnel;

/// <summary>What came of one session.</summary>
/// <param name="Fault">Why nothing came of it; null when something did.</param>
/// <param name="Unreadable">Pictures that could not be read.</param>
/// <param name="Pictures">Each picture alone.</param>
/// <param name="Trials">Some seconds at a time, as a session.</param>
internal sealed record FunnelResult(
    string? Fault, int Unreadable, IReadOnlyList<FunnelPicture> Pictures, IReadOnlyList<FunnelTrial> Trials);
