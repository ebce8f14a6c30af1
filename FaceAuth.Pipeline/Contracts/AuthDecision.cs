namespace FaceAuth.Pipeline.Contracts;

/// <summary>The end of a session. Never accepted unless every demand of the policy was met.</summary>
/// <param name="Accepted">Whether the person is who they claim to be; for an enrolment, whether templates were stored.</param>
/// <param name="SubjectId">Who it is: the subject enrolled, verified or found; null otherwise.</param>
/// <param name="Reasons">Why not, the weightiest first; empty when accepted.</param>
/// <param name="Scores">The evidence, for the relying party and the audit log, never for the browser.</param>
public sealed record AuthDecision(bool Accepted, Guid? SubjectId, IReadOnlyList<ReasonCode> Reasons, AuthScores Scores)
{
    /// <summary>Whether an accepted verification added a template beside the subject's enrolled ones.</summary>
    public bool Adapted { get; init; }

    /// <summary>What speaks for or against injected video, one for each kind in their order.</summary>
    public IReadOnlyList<AuthSignal> Signals { get; init; } = [];

    /// <summary>What was judged, the first first, where the request asked for pictures; the receiver's, who disposes each.</summary>
    public IReadOnlyList<JudgedPicture> Pictures { get; init; } = [];
}
