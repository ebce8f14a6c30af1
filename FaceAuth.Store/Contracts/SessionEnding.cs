namespace FaceAuth.Store.Contracts;

/// <summary>How a session ended. Fields as in <see cref="SessionRecord"/>.</summary>
public sealed record SessionEnding(
    SessionState State, string Outcome, IReadOnlyList<string> Reasons, string? Verdict, string? ScoresJson, DateTimeOffset At);
