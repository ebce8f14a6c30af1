namespace FaceAuth.Store.Contracts;

/// <summary>Remembers which questions were answered, so that each is answered once. Safe from many threads and many nodes.</summary>
/// <remarks>Of a question nothing is kept before it is answered, and of an answer nothing but that it came.</remarks>
public interface IUsedQuestions
{
    /// <summary>Uses a question up: true for exactly one caller.</summary>
    /// <param name="question">Its id, which was drawn at random; at most 128 characters.</param>
    /// <param name="owner">Who was asked; empty for whoever answers.</param>
    /// <param name="until">When the question runs out, and need not be remembered any more.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False too where as many of that owner's are remembered as may be: what cannot be remembered is not used.</returns>
    ValueTask<bool> TryUseAsync(string question, string owner, DateTimeOffset until, CancellationToken cancellation);
}
