using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Search;

/// <summary>Of an engine that has nothing of the kind.</summary>
internal sealed class NoNearestRows : INearestRows
{
    public bool IsOffered => false;

    public Task<NearestState> LookAsync(FaceAuthDbContext context, CancellationToken cancellation) => throw Never();

    public Task<List<Guid>> NearAsync(
        FaceAuthDbContext context, IndexKey key, TemplateSpace space, float[] probe, int count, Version version,
        CancellationToken cancellation) => throw Never();

    public Task<List<Guid>> ExactAsync(
        FaceAuthDbContext context, IndexKey key, TemplateSpace space, float[] probe, int count, CancellationToken cancellation) =>
        throw Never();

    public Task CreateAsync(FaceAuthDbContext context, TemplateSpace space, int memoryMiB, CancellationToken cancellation) =>
        throw Never();

    public Task DropAsync(FaceAuthDbContext context, StoredIndex index, CancellationToken cancellation) => throw Never();

    public Task<(string Phase, double Share)?> ProgressAsync(
        FaceAuthDbContext context, TemplateSpace space, CancellationToken cancellation) => throw Never();

    static InvalidOperationException Never() => new("This engine has no nearest rows.");
}
