using FaceAuth.Signaling.Errors;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>The one use of each session's token, which the store keeps account of. Safe from many threads.</summary>
internal sealed class SessionClaims(ISessionStore sessions, ISubjectStore subjects, TimeProvider time)
{
    /// <summary>The session of a token, whatever became of it.</summary>
    public async Task<Outcome<SessionRecord>> FindAsync(Guid sessionId, CancellationToken cancellation) =>
        await sessions.FindAsync(sessionId, cancellation) is { } session ? session : Refusals.SessionUnknown;

    /// <summary>Uses the token up; says why it cannot be used.</summary>
    public async Task<Refusal?> TryClaimAsync(Guid sessionId, CancellationToken cancellation) =>
        await sessions.TryClaimAsync(sessionId, time.GetUtcNow(), cancellation) ? null : await WhyNotAsync(sessionId);

    /// <summary>Whether a claimed session was cancelled, or its subject erased, while it was being opened.</summary>
    public async Task<bool> IsOverAsync(SessionRecord session) =>
        await sessions.FindAsync(session.Id, CancellationToken.None) is not { State: SessionState.Claimed }
        || (session.SubjectId is { } subject && await subjects.FindAsync(subject, CancellationToken.None) is null);

    async Task<Refusal> WhyNotAsync(Guid sessionId) => (await sessions.FindAsync(sessionId, CancellationToken.None))?.State switch
    {
        null => Refusals.SessionUnknown,
        SessionState.Created => Refusals.SessionExpired,
        SessionState.Claimed => Refusals.SessionUsed,
        SessionState.Decided => Refusals.SessionUsed,
        _ => Refusals.SessionEnded,
    };
}
