namespace FaceAuth.Store.Contracts;

/// <summary>Keeps pictures of decided sessions, sealed, until their decisions are judged or their time is over.</summary>
/// <remarks>
/// They go with their session, with its subject, and with the judgement that closes its review. Safe from many threads and nodes.
/// </remarks>
public interface IReviewPictures
{
    /// <summary>Keeps a session's pictures, all of them or none.</summary>
    /// <param name="sessionId">A decided session of which none are kept, whose review is not over.</param>
    /// <param name="pictures">1 to <see cref="ReviewPicture.Most"/>, numbered from 1 in this order.</param>
    /// <param name="until">When they go at the latest.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>False where the session is none of those, or its subject was erased; nothing is kept then.</returns>
    /// <exception cref="ArgumentException">
    /// They are none or too many, one is empty or larger than <see cref="ReviewPicture.MostBytes"/>, or the time is over.
    /// </exception>
    ValueTask<bool> KeepAsync(
        Guid sessionId, IReadOnlyList<ReviewPicture> pictures, DateTimeOffset until, CancellationToken cancellation);

    /// <summary>What is kept of sessions, at most 1000; without those of which nothing is.</summary>
    ValueTask<IReadOnlyDictionary<Guid, KeptPictures>> FindAsync(IReadOnlyCollection<Guid> sessionIds, CancellationToken cancellation);

    /// <summary>One picture; null where it is not kept, its time is over, or it was altered from outside.</summary>
    ValueTask<ReviewPicture?> OpenAsync(Guid sessionId, int number, CancellationToken cancellation);

    /// <summary>Deletes those whose time is over; answers how many.</summary>
    ValueTask<int> DeleteExpiredAsync(CancellationToken cancellation);

    /// <summary>Deletes all that there are; answers how many.</summary>
    ValueTask<int> DeleteAllAsync(CancellationToken cancellation);
}
