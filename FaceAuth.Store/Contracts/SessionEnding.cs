namespace FaceAuth.Store.Contracts;

/// <summary>How a session ended. Fields as in <see cref="SessionRecord"/>.</summary>
/// <param name="State">Decided or ended.</param>
/// <param name="Outcome">As there.</param>
/// <param name="Reasons">As there.</param>
/// <param name="Verdict">As there.</param>
/// <param name="ScoresJson">As there.</param>
/// <param name="At">UTC.</param>
/// <param name="SubjectId">Whom the verdict names; null when it names nobody.</param>
/// <param name="TimelineJson">As there.</param>
public sealed record SessionEnding(
    SessionState State, string Outcome, IReadOnlyList<string> Reasons, string? Verdict, string? ScoresJson, DateTimeOffset At,
    Guid? SubjectId = null, string? TimelineJson = null)
{
    /// <summary>Its attempt, where that was none after all: each count is as before it from the moment that the session has ended.</summary>
    public AttemptTicket? TakenBack { get; init; }
}
