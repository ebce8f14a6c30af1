using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Tests.Runs;

/// <summary>Stands in front of a store and does something before each addition, and after it.</summary>
internal sealed class StoreInFront(ITemplateStore store, Func<CancellationToken, Task> before, Func<Task>? after = null) : ITemplateStore
{
    public async ValueTask AddAsync(Guid subjectId, IReadOnlyList<FaceTemplate> templates, CancellationToken cancellation)
    {
        await before(cancellation);
        await store.AddAsync(subjectId, templates, cancellation);
    }

    public async ValueTask<bool> TryAddAsync(
        Guid subjectId, IReadOnlyList<FaceTemplate> templates, TemplateSetVersion expected, CancellationToken cancellation,
        Guid? session = null)
    {
        await before(cancellation);
        var added = await store.TryAddAsync(subjectId, templates, expected, cancellation, session);
        if (after is not null) await after();
        return added;
    }

    public ValueTask<ITemplateSet?> LoadAsync(Guid subjectId, string modelId, CancellationToken cancellation) =>
        store.LoadAsync(subjectId, modelId, cancellation);

    public ValueTask<IReadOnlyList<TemplateMatch>> NearestAsync(
        string owner, string modelId, ReadOnlyMemory<float> probe, int count, CancellationToken cancellation, Guid? group = null) =>
        store.NearestAsync(owner, modelId, probe, count, cancellation, group);
}
