namespace FaceAuth.Store.Contracts;

/// <summary>Compares this process's search indexes with the database.</summary>
public interface IIndexCheck
{
    /// <summary>Compares each index that is in memory, and drops one that differs: it is loaded anew when it is searched.</summary>
    /// <param name="progress">Told of the templates compared so far, and of how many there are.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    ValueTask<IReadOnlyList<IndexFinding>> CheckAsync(Action<long, long> progress, CancellationToken cancellation);
}
