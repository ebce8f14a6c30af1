using System.Numerics.Tensors;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FaceAuth.Store.Templates;

/// <summary>One-to-many search without memory: the database names the candidates, and what may be compared decides.</summary>
/// <remarks>
/// Everything is read in one snapshot, with the state of the keys: a row that a rotation moves is under one transform or the other, and
/// both are asked for. A gallery of few templates is ordered exactly; a large one by the index of each transform, where there is one.
/// </remarks>
internal sealed class DatabaseSearch(
    StoreDatabase database, IStoreEngine engine, INearestRows nearest, TemplateKeys keys, KeyRing ring, KeyFence fence,
    SearchRows rows, Galleries galleries, AlteredRows altered, IOptions<StoreOptions> options, ILogger<DatabaseSearch> logger)
{
    /// <summary>Candidates asked for at first: so many that altered rows or a subject's many templates seldom take all.</summary>
    const int First = 16;

    /// <summary>Candidates of one search, as of one in memory; where they do not do, all rows are read.</summary>
    const int Most = CodeIndex.CandidatesMax;

    // ids of one query
    const int RescoreBatch = 512;

    readonly StoreOptions _options = options.Value;

    /// <summary>Whether a search is the database's: it was set so, or the gallery exceeds the memory and there is an index.</summary>
    public async ValueTask<bool> AnswersAsync(IndexKey key, int dimension, CancellationToken cancellation)
    {
        if (_options.SearchEngine == SearchEngine.PgVector) return true;
        if (_options.SearchEngine == SearchEngine.Memory || !nearest.IsOffered) return false;
        var gallery = await galleries.OfAsync(key, cancellation);
        return CodeIndex.BytesFor(gallery.Rows, dimension) > _options.SearchMemory
            && gallery.Nearest.Has(new(key.Model, dimension, keys.Current));
    }

    /// <summary>The nearest subjects; null where only all rows can tell.</summary>
    public async Task<TopSubjects?> FindAsync(IndexKey key, ProtectedProbe probe, int count, CancellationToken cancellation)
    {
        var gallery = await galleries.OfAsync(key, cancellation);
        if (gallery.Rows > _options.SearchExactMost && !gallery.Nearest.Has(new(key.Model, probe.Length, keys.Current)))
            StoreLog.SearchedUnindexed(logger, gallery.Rows, key.Model);
        for (var wanted = Math.Max(First, 4 * count); wanted <= Most; wanted *= 4)
        {
            var forged = new List<AlteredRow>();
            var top = await database.ReadAsync(async context =>
            {
                forged.Clear();
                await using var snapshot = await context.Database.BeginTransactionAsync(engine.Snapshot, cancellation);
                return await LookAsync(context, gallery, key, probe, count, wanted, forged, cancellation);
            }, cancellation);
            await altered.ReportAsync(forged);
            if (top is not null) return top;
        }

        return null;
    }

    /// <summary>Null where so many candidates are not enough.</summary>
    async Task<TopSubjects?> LookAsync(
        FaceAuthDbContext context, Gallery gallery, IndexKey key, ProtectedProbe probe, int count, int wanted, List<AlteredRow> forged,
        CancellationToken cancellation)
    {
        var top = new TopSubjects(count);
        var (isEmpty, lowest) = (true, float.NegativeInfinity);
        foreach (var transform in await TransformsAsync(context, probe.Length, cancellation))
        {
            var space = new TemplateSpace(key.Model, probe.Length, transform);
            var ids = await CandidatesAsync(context, gallery, key, space, probe.Under(transform), wanted, cancellation);
            var least = float.PositiveInfinity;
            foreach (var batch in ids.Chunk(RescoreBatch))
                foreach (var row in await rows.NamedAsync(context, key, batch, forged, cancellation))
                {
                    if (row.Dimension != probe.Length) continue;
                    var similarity = Math.Clamp(TensorPrimitives.Dot(row.Vector, probe.Under(row.Transform)), -1, 1);
                    top.Offer(row.SubjectId, similarity);
                    least = Math.Min(least, similarity);
                    isEmpty = false;
                }

            // what was not looked at is no nearer than the last that was
            if (ids.Count == wanted) lowest = Math.Max(lowest, least);
        }

        if (isEmpty && gallery.Rows > 0) await CheckLengthAsync(context, key, probe.Length, cancellation);
        return lowest <= top.Floor || float.IsNegativeInfinity(lowest) ? top : null;
    }

    async Task<List<Guid>> CandidatesAsync(
        FaceAuthDbContext context, Gallery gallery, IndexKey key, TemplateSpace space, float[] probe, int wanted,
        CancellationToken cancellation)
    {
        if (gallery.Rows > _options.SearchExactMost && gallery.Nearest.Has(space))
        {
            var near = await nearest.NearAsync(context, key, space, probe, wanted, gallery.Nearest.Version, cancellation);
            // fewer: given up among others' templates, and the owner may have more
            if (near.Count == wanted) return near;
        }

        return await nearest.ExactAsync(context, key, space, probe, wanted, cancellation);
    }

    /// <summary>Those that rows of this snapshot may be under.</summary>
    async Task<List<TransformId>> TransformsAsync(FaceAuthDbContext context, int dimension, CancellationToken cancellation)
    {
        var there = StateSeal.Read(await context.Info.SingleAsync(cancellation));
        if (there != ring.State) fence.Refresh();
        var transforms =
            from version in Enumerable.Range(there.OldestKeyVersion, there.KeyVersion - there.OldestKeyVersion + 1)
            from generation in Enumerable.Range(there.OldestGeneration, there.Generation - there.OldestGeneration + 1)
            select new TransformId(version, generation);
        return [.. transforms.Where(transform => keys.Accepts(transform) && keys.CanTransform(transform, dimension))];
    }

    static async Task CheckLengthAsync(FaceAuthDbContext context, IndexKey key, int length, CancellationToken cancellation)
    {
        var stored = await context.Templates.Where(t => t.Subject!.Owner == key.Owner && t.ModelId == key.Model)
            .Select(t => t.Dimension).FirstOrDefaultAsync(cancellation);
        if (stored != 0 && stored != length) throw TemplateSearch.OtherLength(length, key.Model, stored);
    }
}
