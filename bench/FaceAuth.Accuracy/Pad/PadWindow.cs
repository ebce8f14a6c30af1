using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Accuracy.Pad;

/// <summary>What the decision machine made of some seconds of a session.</summary>
/// <param name="Start">When they begin, in seconds since the session's first picture.</param>
/// <param name="Pictures">Pictures in them.</param>
/// <param name="Accepted">Whether the session was accepted, by everything its policy demands.</param>
/// <param name="Reasons">Why not, by name.</param>
/// <param name="Scores">The evidence.</param>
/// <param name="Passed">
/// Whether there was a moment at which the attack detection held the face for live, with all the time and pictures it demands.
/// </param>
internal sealed record PadWindow(double Start, int Pictures, bool Accepted, IReadOnlyList<string> Reasons, AuthScores Scores, bool Passed)
{
    /// <summary>The same at any moment of it: true for live, false for an attack, null when it says nothing.</summary>
    public bool? EverSaysLive => Scores.LiveScore is null ? null : Passed;

    /// <summary>What the presentation attack detection alone says, by its score over the whole trial.</summary>
    /// <param name="acceptAt">Score from which it holds a face for live.</param>
    /// <returns>True for live, false for an attack, null when it says nothing: no picture could be scored.</returns>
    public bool? SaysLive(double acceptAt) => Scores.LiveScore is { } score ? score >= acceptAt : null;
}
