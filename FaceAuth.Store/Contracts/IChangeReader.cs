namespace FaceAuth.Store.Contracts;

/// <summary>Reads one topic of the <see cref="IChangeFeed"/>, for one caller at a time.</summary>
public interface IChangeReader : IDisposable
{
    /// <summary>The next change, in the order its node published them; waits for it.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up, or the reader was disposed.</exception>
    ValueTask<Change> ReadAsync(CancellationToken cancellation);
}
