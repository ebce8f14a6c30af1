namespace FaceAuth.Store.Contracts;

/// <summary>Keeps authentication sessions. Safe from many threads and many nodes.</summary>
public interface ISessionStore
{
    /// <summary>Stores a new session in state <see cref="SessionState.Created"/>.</summary>
    ValueTask CreateAsync(SessionRecord session, CancellationToken cancellation);

    /// <summary>Finds a session; null when there is none, or when it was altered from outside, which is reported.</summary>
    ValueTask<SessionRecord?> FindAsync(Guid sessionId, CancellationToken cancellation);

    /// <summary>Sessions newest first; one that was altered from outside is reported and left out.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">The last one looked at for the page before; null for the first page.</param>
    /// <param name="count">How many are looked at, 1 to 1000.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask<SessionPage> ListAsync(SessionFilter filter, Guid? before, int count, CancellationToken cancellation);

    /// <summary>
    /// Uses up the session's one use: true for exactly one caller, and only while the session is created and not expired.
    /// </summary>
    ValueTask<bool> TryClaimAsync(Guid sessionId, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Gives a session's one use back, for whichever node comes next; false unless it is claimed and not expired.</summary>
    ValueTask<bool> TryGiveBackAsync(Guid sessionId, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Ends a session; false when it had ended already or its subject was erased, and then nothing changes.</summary>
    /// <remarks>
    /// Its subject is the one that <paramref name="ending"/> names. An accepted one needs more: the sign-in or the key that the session was
    /// made with is still there at the moment in which it is stored.
    /// </remarks>
    ValueTask<bool> TryEndAsync(Guid sessionId, SessionEnding ending, CancellationToken cancellation);

    /// <summary>Whether a subject was verified and accepted within a sign-in, under one of some policies, since a time.</summary>
    ValueTask<bool> WasAcceptedAsync(
        Guid signInId, Guid subjectId, IReadOnlyList<string> policies, DateTimeOffset since, CancellationToken cancellation);

    /// <summary>Those of some sessions, at most 1000, that go on.</summary>
    /// <remarks>They have not ended, and their subject and the sign-in or the key that they were made with are there.</remarks>
    ValueTask<IReadOnlySet<Guid>> StandingAmongAsync(
        IReadOnlyCollection<Guid> sessionIds, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Ends what a crash left claimed and what expired unused; returns how many.</summary>
    ValueTask<int> EndAbandonedAsync(DateTimeOffset createdBefore, DateTimeOffset now, CancellationToken cancellation);
}
