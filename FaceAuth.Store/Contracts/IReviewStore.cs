namespace FaceAuth.Store.Contracts;

/// <summary>Keeps reviews of decided sessions, at most one a session. Safe from many threads and nodes.</summary>
public interface IReviewStore
{
    /// <summary>Opens a review of a decided session; one that is open as doubtful becomes an appealed one.</summary>
    /// <returns>It, and whether this opened it; null where the session is not there, or not decided.</returns>
    ValueTask<(ReviewRecord Review, bool IsNew)?> OpenAsync(Guid sessionId, ReviewCause cause, CancellationToken cancellation);

    /// <summary>Judges. Who upholds closes it; who overturns closes it as the last of those who have to.</summary>
    /// <param name="reviewId">Of the review.</param>
    /// <param name="account">Who judges; nobody does twice.</param>
    /// <param name="overturns">Whether the decision was wrong.</param>
    /// <param name="needed">How many have to say so, 1 to <see cref="ReviewRecord.MostJudgements"/>.</param>
    /// <param name="cancellation">Ends the call.</param>
    ValueTask<(ReviewAnswer Answer, ReviewRecord? Review)> JudgeAsync(
        Guid reviewId, Guid account, bool overturns, int needed, CancellationToken cancellation);

    /// <summary>The review of a session; null where there is none, or where it was altered from outside.</summary>
    ValueTask<ReviewRecord?> FindAsync(Guid sessionId, CancellationToken cancellation);

    /// <summary>The review of that id; null as for <see cref="FindAsync"/>.</summary>
    ValueTask<ReviewRecord?> FindByIdAsync(Guid reviewId, CancellationToken cancellation);

    /// <summary>A page of reviews, the oldest first.</summary>
    /// <param name="state">Only those that stand so; null for all.</param>
    /// <param name="after">The <see cref="ReviewPage.Last"/> of the page before; null for the first.</param>
    /// <param name="count">1 to 1000.</param>
    /// <param name="cancellation">Ends the call.</param>
    ValueTask<ReviewPage> ListAsync(ReviewState? state, Guid? after, int count, CancellationToken cancellation);
}
