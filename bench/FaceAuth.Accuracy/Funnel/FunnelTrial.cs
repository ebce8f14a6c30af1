using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Accuracy.Funnel;

/// <summary>How some seconds ended as a session.</summary>
/// <param name="Start">When they begin, in seconds since the session's first picture.</param>
/// <param name="Accepted">Whether the person was accepted.</param>
/// <param name="Reasons">Why not, by wire name, the weightiest first.</param>
/// <param name="Scores">The evidence.</param>
/// <param name="Lost">How many of its pictures were lost at each gate.</param>
/// <param name="Reached">Which steps of <see cref="AuthEvent.Progress"/> were done at any moment.</param>
internal sealed record FunnelTrial(
    double Start, bool Accepted, IReadOnlyList<string> Reasons, AuthScores Scores, IReadOnlyDictionary<string, int> Lost,
    IReadOnlyList<string> Reached)
{
    const string NoVideo = "no_video";

    /// <summary>The steps, in the order in which they are told.</summary>
    public static readonly IReadOnlyList<string> Steps = ["face", "liveness", "antispoof", "recognition"];

    /// <summary>How it ended: accepted, the first reason, or undecided with the recording.</summary>
    public string Ending => Accepted ? "accepted" : Reasons is [not NoVideo, ..] ? Reasons[0] : "recording ended";

    /// <summary>The gate that took most of its pictures; null when none was lost.</summary>
    public string? MostLostAt => Lost.Count == 0 ? null : Lost.MaxBy(gate => gate.Value).Key;
}
