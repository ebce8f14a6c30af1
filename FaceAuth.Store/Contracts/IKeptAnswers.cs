namespace FaceAuth.Store.Contracts;

/// <summary>Keeps for a day what requests with idempotency keys were answered with. Safe from many threads and many nodes.</summary>
/// <remarks>Of one caller the latest 20 000 are kept. Answers lie sealed, keys and requests as keyed hashes.</remarks>
public interface IKeptAnswers
{
    /// <summary>Begins to answer a request, or says what became of the one before that had its key.</summary>
    /// <param name="owner">Who asks.</param>
    /// <param name="key">The key that the caller chose.</param>
    /// <param name="request">What is asked; another text is another request.</param>
    /// <param name="cancellation">Ends it before it is done.</param>
    ValueTask<AnswerBeginning> BeginAsync(string owner, string key, string request, CancellationToken cancellation);

    /// <summary>Keeps the answer of a request that was begun; does nothing when another has begun it anew since.</summary>
    ValueTask CompleteAsync(AnswerBeginning begun, string answer, CancellationToken cancellation);

    /// <summary>Keeps nothing of it: the key is free again.</summary>
    ValueTask ForgetAsync(AnswerBeginning begun, CancellationToken cancellation);
}
