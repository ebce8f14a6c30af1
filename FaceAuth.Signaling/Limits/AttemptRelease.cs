using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Limits;

/// <summary>Ends the wait, or switches the face on again, of who has shown another factor or whom the operator knows.</summary>
/// <remarks>
/// What the attempts themselves needed is no other factor: a signed-in user's password frees nothing. What many share, an address or a
/// relying party, is freed by time alone. Safe from many threads.
/// </remarks>
internal sealed class AttemptRelease(IFaceAttempts attempts, ISubjectStore subjects, IAuditLog audit, TimeProvider time)
{
    /// <summary>Forgets the failed attempts with a subject's face.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="actor">Who lets them: its relying party, or "operator".</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task FreeAsync(Subject subject, string actor, CancellationToken cancellation)
    {
        if (await attempts.FreeAsync(AttemptScope.Subject, subject.Id.ToString(), cancellation)) await AuditAsync(actor, subject.Id, null);
    }

    /// <summary>Forgets the failed attempts of a user, and those with the user's face.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="actor">Who lets them: "operator", or the user who showed a passkey.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task FreeAsync(Guid userId, string actor, CancellationToken cancellation)
    {
        var owner = Caller.OwnerOfUser(userId);
        var face = await subjects.FindAsync(owner, userId.ToString(), cancellation);
        var isFreed = face is not null && await attempts.FreeAsync(AttemptScope.Subject, face.Id.ToString(), cancellation);
        isFreed |= await attempts.FreeAsync(AttemptScope.Account, userId.ToString(), cancellation);
        if (isFreed) await AuditAsync(actor, face?.Id, $$"""{"account":"{{owner}}"}""");
    }

    ValueTask AuditAsync(string actor, Guid? subject, string? details) => audit.AppendAsync(
        new(time.GetUtcNow(), "attempts.freed", actor, SubjectId: subject, Details: details) { Origin = ClientOrigin.Current },
        CancellationToken.None);
}
