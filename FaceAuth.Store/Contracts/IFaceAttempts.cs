namespace FaceAuth.Store.Contracts;

/// <summary>Counts failed attempts with a face in the database, so that neither a restart nor another node knows less.</summary>
/// <remarks>
/// An attempt is counted as a failure before it is made: of many made at once none is forgotten. It is counted for its policy and all
/// milder ones, for each purpose by itself. A row that was altered from outside counts as full. Safe from many threads and nodes.
/// </remarks>
public interface IFaceAttempts
{
    /// <summary>Whether an attempt would be let through now; nothing is counted.</summary>
    /// <param name="purpose">What for.</param>
    /// <param name="rank">How strict the policy is, 0 for the mildest.</param>
    /// <param name="bounds">The counts that it would be counted in.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask<AttemptAnswer> LookAsync(
        SessionPurpose purpose, int rank, IReadOnlyList<AttemptBound> bounds, CancellationToken cancellation);

    /// <summary>Counts an attempt in all its counts, or in none when one of them refuses it.</summary>
    /// <inheritdoc cref="LookAsync"/>
    ValueTask<AttemptAnswer> TryBeginAsync(
        SessionPurpose purpose, int rank, IReadOnlyList<AttemptBound> bounds, CancellationToken cancellation);

    /// <summary>The attempt was none after all: each count is as it was before.</summary>
    ValueTask TakeBackAsync(AttemptTicket ticket, CancellationToken cancellation);

    /// <summary>The attempt succeeded: its policy and milder ones are forgotten, of a shared count one failure.</summary>
    ValueTask HandleAcceptedAsync(AttemptTicket ticket, CancellationToken cancellation);

    /// <summary>Forgets all that was counted for a holder; returns whether there was anything.</summary>
    /// <param name="scope">Whose count.</param>
    /// <param name="holder">Who that is.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask<bool> FreeAsync(AttemptScope scope, string holder, CancellationToken cancellation);

    /// <summary>Counts of single people, subjects and users, that have come to a bound or were altered; the newest first.</summary>
    /// <param name="least">Failures in a row from which on.</param>
    /// <param name="before">The last one of the page before; null for the first page.</param>
    /// <param name="count">1 to 1000.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask<IReadOnlyList<HeldAttempts>> ListAsync(int least, Guid? before, int count, CancellationToken cancellation);
}
