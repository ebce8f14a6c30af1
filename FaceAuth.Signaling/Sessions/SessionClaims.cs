using FaceAuth.Signaling.Errors;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>The one use of each session's token, which the store keeps account of.</summary>
/// <remarks>
/// A claim that led to nothing because the server was busy is given back in the store, so that any node takes the token once more. Safe
/// from many threads.
/// </remarks>
internal sealed class SessionClaims(ISessionStore sessions, ISubjectStore subjects, TimeProvider time)
{
    /// <summary>The session of a token, whatever became of it.</summary>
    public async Task<Outcome<SessionRecord>> FindAsync(Guid sessionId, CancellationToken cancellation) =>
        await sessions.FindAsync(sessionId, cancellation) is { } session ? session : Refusals.SessionUnknown;

    /// <summary>Why a session's token cannot be used, as far as its row tells; null where it may be.</summary>
    public Refusal? WhyNot(SessionRecord session) =>
        session.State == SessionState.Created && session.ExpiresAt > time.GetUtcNow() ? null : WhyNot(session.State);

    /// <summary>Uses the token up; says why it cannot be used.</summary>
    public async Task<Refusal?> TryClaimAsync(SessionRecord session, CancellationToken cancellation) =>
        await sessions.TryClaimAsync(session.Id, time.GetUtcNow(), cancellation) ? null : await WhyNotAsync(session.Id);

    /// <summary>Gives the claim of a session back that the server was too busy for; false when its token is good no longer.</summary>
    public ValueTask<bool> TryGiveBackAsync(SessionRecord session, CancellationToken cancellation) =>
        sessions.TryGiveBackAsync(session.Id, time.GetUtcNow(), cancellation);

    /// <summary>Whether whom a session is about was erased since it was created.</summary>
    public async Task<bool> IsErasedAsync(SessionRecord session, CancellationToken cancellation) =>
        session.SubjectId is { } subject && await subjects.FindAsync(subject, cancellation) is null;

    /// <summary>Whether a claimed session was cancelled, or its subject erased, while it was being opened.</summary>
    public async Task<bool> IsOverAsync(SessionRecord session) =>
        await sessions.FindAsync(session.Id, CancellationToken.None) is not { State: SessionState.Claimed }
        || await IsErasedAsync(session, CancellationToken.None);

    async Task<Refusal> WhyNotAsync(Guid sessionId) => WhyNot((await sessions.FindAsync(sessionId, CancellationToken.None))?.State);

    static Refusal WhyNot(SessionState? state) => state switch
    {
        null => Refusals.SessionUnknown,
        SessionState.Created => Refusals.SessionExpired,
        SessionState.Claimed => Refusals.SessionUsed,
        SessionState.Decided => Refusals.SessionUsed,
        _ => Refusals.SessionEnded,
    };
}
