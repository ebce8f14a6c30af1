namespace FaceAuth.Store.Contracts;

/// <summary>The database's indexes for galleries that do not fit into memory.</summary>
/// <remarks>Only PostgreSQL has them. Safe from many threads and nodes.</remarks>
public interface INearestIndexes
{
    /// <summary>Those that there are.</summary>
    ValueTask<IReadOnlyList<NearestIndex>> ListAsync(CancellationToken cancellation);

    /// <summary>Makes the index of a model's templates, beside running searches and enrolments; false where it is there.</summary>
    /// <param name="model">Model id.</param>
    /// <param name="memoryMiB">Memory that the server may build it in; a graph that does not fit takes many times as long.</param>
    /// <param name="progress">Told of the phase, in the server's words, and of the share that is done, 0–1.</param>
    /// <param name="cancellation">Breaks it off; what is left of it is dropped before the next is made.</param>
    /// <exception cref="StoreException">The right, the extension's version or the model's templates are missing.</exception>
    ValueTask<bool> BuildAsync(string model, int memoryMiB, Action<string, double> progress, CancellationToken cancellation);

    /// <summary>Drops a model's indexes; false where there was none.</summary>
    ValueTask<bool> DropAsync(string model, CancellationToken cancellation);
}
