using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Search;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Templates;

/// <inheritdoc/>
/// <remarks>
/// While a rotation runs, a model has one index under each transform: rows move from one to the other, and each is searched. Those of
/// transforms that no row is under any more are dropped with the next <see cref="BuildAsync"/>.
/// </remarks>
internal sealed class NearestIndexes(
    StoreDatabase database, IStoreEngine engine, INearestRows nearest, KeyRing ring, KeyFence fence, TemplateSeal seal,
    Galleries galleries) : INearestIndexes
{
    /// <summary>Rows looked at to find a genuine one.</summary>
    const int Looked = 64;

    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public async ValueTask<IReadOnlyList<NearestIndex>> ListAsync(CancellationToken cancellation)
    {
        Check();
        var there = await ThereAsync(cancellation);
        return there.ConvertAll(index => new NearestIndex(
            index.Model ?? "", index.Name, index.Bytes, index.Space?.Transform == ring.State.Transform, index.IsWhole));
    }

    public async ValueTask<bool> BuildAsync(
        string model, int memoryMiB, Action<string, double> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(progress);
        Check();
        await using var alone = await AloneAsync(cancellation);
        await Task.Run(fence.Refresh, cancellation);
        var space = new TemplateSpace(model, await DimensionAsync(model, cancellation), ring.State.Transform);
        var there = await ThereAsync(cancellation);
        // of whichever model: nobody else is at it
        foreach (var broken in there.Where(index => !index.IsWhole)) await DropAsync(broken, cancellation);
        var isMade = there.TrueForAll(index => !index.IsWhole || index.Space != space);
        if (isMade) await CreateAsync(space, memoryMiB, progress, cancellation);
        if (ring.State is { IsRenewing: false, IsMovingKeys: false })
            foreach (var old in there.Where(index => index.IsWhole && index.Model == model && index.Space != space))
                await DropAsync(old, cancellation);
        galleries.Forget();
        return isMade;
    }

    public async ValueTask<bool> DropAsync(string model, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        Check();
        await using var alone = await AloneAsync(cancellation);
        var own = (await ThereAsync(cancellation)).FindAll(index => index.Model == model || index.Model is null);
        foreach (var index in own) await DropAsync(index, cancellation);
        galleries.Forget();
        return own.Count > 0;
    }

    Task<List<StoredIndex>> ThereAsync(CancellationToken cancellation) => database.ReadAsync(
        async context => (await nearest.LookAsync(context, cancellation)).Indexes.OrderBy(index => index.Name, StringComparer.Ordinal)
            .ToList(), cancellation);

    async Task CreateAsync(TemplateSpace space, int memoryMiB, Action<string, double> progress, CancellationToken cancellation)
    {
        var made = database.ReadOnceAsync(async context =>
        {
            await nearest.CreateAsync(context, space, memoryMiB, cancellation);
            return true;
        }, cancellation);
        while (await Task.WhenAny(made, Task.Delay(Interval, cancellation)) != made && !cancellation.IsCancellationRequested)
            if (await database.ReadAsync(context => nearest.ProgressAsync(context, space, cancellation), cancellation) is { } now)
                progress(now.Phase, now.Share);
        await made;
    }

    Task<bool> DropAsync(StoredIndex index, CancellationToken cancellation) => database.ReadOnceAsync(async context =>
    {
        await nearest.DropAsync(context, index, cancellation);
        return true;
    }, cancellation);

    async Task<int> DimensionAsync(string model, CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            context => context.Templates.Where(t => t.ModelId == model).Take(Looked).Select(TemplateFields.Selected)
                .ToListAsync(cancellation), cancellation);
        return rows.Find(seal.Holds)?.Dimension
            ?? throw new StoreException($"There are no templates of the model \"{model}\". Name one that people were enrolled with.");
    }

    async Task<IAsyncDisposable> AloneAsync(CancellationToken cancellation)
    {
        try
        {
            return await engine.TryLockAsync("nearest", cancellation)
                ?? throw new StoreException(
                    $"Another process makes or drops a search index of {engine.Location}. Wait until it has ended.");
        }
        catch (Exception fault) when (engine.Explain(fault) is { } explained)
        {
            throw explained;
        }
    }

    void Check()
    {
        if (!nearest.IsOffered)
            throw new StoreException(
                "SQLite has no indexes for the search: raise Store:SearchMemoryMiB, or set Store:Provider to PostgreSql.");
    }
}
