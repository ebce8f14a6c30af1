using System.Globalization;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Tests.Flows;

/// <summary>How a session ended, and what was said on the way.</summary>
internal sealed record Outcome(AuthDecision Decision, IReadOnlyList<AuthEvent> Events, AuthRunStats Stats)
{
    public IEnumerable<AuthEvent.Guidance> Guidance => Events.OfType<AuthEvent.Guidance>();

    public override string ToString()
    {
        var scores = Decision.Scores;
        var guidance = Guidance.Select(given => given.Detail is { } detail ? $"{given.Code}/{detail}" : $"{given.Code}");
        return string.Create(CultureInfo.InvariantCulture,
            $"accepted {Decision.Accepted}, reasons [{string.Join(", ", Decision.Reasons)}], " +
            $"similarity {scores.Similarity:F2} of {scores.Threshold:F2}, live {scores.LiveScore:F2}, " +
            $"blinks {scores.Blinks}, {scores.FramesCounted} of {scores.FramesAnalysed} pictures counted, " +
            $"{scores.Duration.TotalSeconds:F1} s, guidance [{string.Join(", ", guidance)}]");
    }
}
