using FaceAuth.Signaling.Errors;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>The one use of each session's token, which the store keeps account of.</summary>
/// <remarks>
/// A claim that led to nothing because the server was busy is given back: this node, and no other, takes the token once more. Nothing is
/// written for it. Safe from many threads.
/// </remarks>
internal sealed class SessionClaims(ISessionStore sessions, ISubjectStore subjects, TimeProvider time)
{
    /// <summary>More claims are not kept; a session beyond that ends when the server is busy.</summary>
    const int MaxReturned = 10_000;

    readonly Lock _gate = new();
    readonly Dictionary<Guid, DateTimeOffset> _returned = [];   // until when, by session

    /// <summary>The session of a token, whatever became of it.</summary>
    public async Task<Outcome<SessionRecord>> FindAsync(Guid sessionId, CancellationToken cancellation) =>
        await sessions.FindAsync(sessionId, cancellation) is { } session ? session : Refusals.SessionUnknown;

    /// <summary>Why a session's token cannot be used, as far as its row tells; null where it may be.</summary>
    public Refusal? WhyNot(SessionRecord session)
    {
        if (session.State == SessionState.Created) return session.ExpiresAt > time.GetUtcNow() ? null : Refusals.SessionExpired;
        lock (_gate) return _returned.ContainsKey(session.Id) ? null : WhyNot(session.State);
    }

    /// <summary>Uses the token up; says why it cannot be used.</summary>
    public async Task<Refusal?> TryClaimAsync(SessionRecord session, CancellationToken cancellation)
    {
        if (session.State == SessionState.Claimed && TakeReturned(session.Id) is { } until)
            return time.GetUtcNow() < until ? null : Refusals.SessionExpired;
        return await sessions.TryClaimAsync(session.Id, time.GetUtcNow(), cancellation) ? null : await WhyNotAsync(session.Id);
    }

    /// <summary>Gives the claim of a session back that the server was too busy for; false when its token is good no longer.</summary>
    public bool TryGiveBack(SessionRecord session)
    {
        var now = time.GetUtcNow();
        if (session.ExpiresAt <= now) return false;
        lock (_gate)
        {
            if (_returned.Count >= MaxReturned)
                foreach (var (id, until) in _returned)
                    if (until <= now) _returned.Remove(id);
            if (_returned.Count >= MaxReturned) return false;
            _returned[session.Id] = session.ExpiresAt;
            return true;
        }
    }

    /// <summary>Whether whom a session is about was erased since it was created.</summary>
    public async Task<bool> IsErasedAsync(SessionRecord session, CancellationToken cancellation) =>
        session.SubjectId is { } subject && await subjects.FindAsync(subject, cancellation) is null;

    /// <summary>Whether a claimed session was cancelled, or its subject erased, while it was being opened.</summary>
    public async Task<bool> IsOverAsync(SessionRecord session) =>
        await sessions.FindAsync(session.Id, CancellationToken.None) is not { State: SessionState.Claimed }
        || await IsErasedAsync(session, CancellationToken.None);

    DateTimeOffset? TakeReturned(Guid sessionId)
    {
        lock (_gate) return _returned.Remove(sessionId, out var until) ? until : null;
    }

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
