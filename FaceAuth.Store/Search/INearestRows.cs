using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Search;

/// <summary>What an engine brings for galleries that do not fit into memory.</summary>
/// <remarks>It names rows and says nothing about whether they may be compared. Safe from many threads.</remarks>
internal interface INearestRows
{
    /// <summary>Whether the engine has it; else nothing else may be called.</summary>
    bool IsOffered { get; }

    Task<NearestState> LookAsync(FaceAuthDbContext context, CancellationToken cancellation);

    /// <summary>The nearest by the index; fewer than <paramref name="count"/> where it came to its end or gave up.</summary>
    /// <remarks>In a transaction, for which it changes settings.</remarks>
    Task<List<Guid>> NearAsync(
        FaceAuthDbContext context, IndexKey key, TemplateSpace space, float[] probe, int count, Version version,
        CancellationToken cancellation);

    /// <summary>The nearest of all rows of the owner or group; in a transaction likewise.</summary>
    Task<List<Guid>> ExactAsync(
        FaceAuthDbContext context, IndexKey key, TemplateSpace space, float[] probe, int count, CancellationToken cancellation);

    /// <summary>Makes an index beside running searches and enrolments; not in a transaction.</summary>
    /// <exception cref="StoreException">The engine cannot, as it is now.</exception>
    Task CreateAsync(FaceAuthDbContext context, TemplateSpace space, int memoryMiB, CancellationToken cancellation);

    /// <summary>Drops an index, whole or not; not in a transaction.</summary>
    Task DropAsync(FaceAuthDbContext context, StoredIndex index, CancellationToken cancellation);

    /// <summary>How far the making of an index is; null while it is not being made.</summary>
    Task<(string Phase, double Share)?> ProgressAsync(FaceAuthDbContext context, TemplateSpace space, CancellationToken cancellation);
}
