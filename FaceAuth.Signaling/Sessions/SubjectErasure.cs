using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Verdicts;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>Erases a subject for good, ends what runs for it, writes it into the audit and signs the receipt.</summary>
/// <remarks>A command has no sessions to end.</remarks>
internal sealed class SubjectErasure(
    ISubjectStore subjects, ReceiptSigner receipts, IAuditLog audit, SessionRegistry? registry = null)
{
    /// <summary>The receipt, a compact JWS; or that there is no such subject.</summary>
    /// <param name="subject">Whom; null for nobody.</param>
    /// <param name="actor">Who does it, for the audit.</param>
    /// <param name="cancellation">Ends it before it is done.</param>
    public async Task<Outcome<string>> EraseAsync(Subject? subject, string actor, CancellationToken cancellation)
    {
        if (subject is null || await subjects.EraseAsync(subject.Id, cancellation) is not { } erasure) return Refusals.SubjectUnknown;
        registry?.StopSubject(subject.Id, EndRefusals.Cancelled);
        var entry = new AuditEntry(erasure.At, "subject.erased", actor, SubjectId: subject.Id);
        await audit.AppendAsync(entry with { Origin = ClientOrigin.Current }, CancellationToken.None);
        return receipts.Sign(subject, erasure);
    }
}
