namespace FaceAuth.Store.Contracts;

/// <summary>One line of the audit log. Holds no picture, embedding or secret; an address only sealed.</summary>
/// <param name="At">UTC.</param>
/// <param name="Action">What happened, dotted: "session.accepted", "subject.erased", "template.adapted", "user.login_failed".</param>
/// <param name="Actor">Who did it: "user:ID", "rp:ID" or "system".</param>
/// <param name="SessionId">The session it belongs to, if any.</param>
/// <param name="SubjectId">The subject it is about, if any.</param>
/// <param name="Details">Scores and what else belongs to it as JSON, or null; at most 4 KiB.</param>
public sealed record AuditEntry(
    DateTimeOffset At, string Action, string Actor, Guid? SessionId = null, Guid? SubjectId = null, string? Details = null)
{
    /// <summary>What was decided and by what; null where nothing was.</summary>
    public AuditDecision? Decision { get; init; }

    /// <summary>Where the request came from; null when it is not known, and in what is read back unless it was asked for.</summary>
    /// <remarks>It is sealed before it is stored.</remarks>
    public AuditOrigin? Origin { get; init; }
}
