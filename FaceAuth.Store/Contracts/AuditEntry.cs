namespace FaceAuth.Store.Contracts;

/// <summary>One line of the audit log. Holds no picture, embedding, address or secret.</summary>
/// <param name="At">UTC.</param>
/// <param name="Action">What happened, dotted: "session.accepted", "subject.erased", "template.adapted", "user.login_failed".</param>
/// <param name="Actor">Who did it: "user:ID", "rp:ID" or "system".</param>
/// <param name="SessionId">The session it belongs to, if any.</param>
/// <param name="SubjectId">The subject it is about, if any.</param>
/// <param name="Details">Reason codes and scores as JSON, or null; at most 4 KiB.</param>
public sealed record AuditEntry(
    DateTimeOffset At, string Action, string Actor, Guid? SessionId = null, Guid? SubjectId = null, string? Details = null);
