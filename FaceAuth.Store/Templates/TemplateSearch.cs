using System.Numerics.Tensors;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Search;

namespace FaceAuth.Store.Templates;

/// <summary>One-to-many search: the codes in memory name the candidates, the database's float vectors decide.</summary>
/// <remarks>
/// What is no longer in the database, or was altered there, is therefore never found. An owner whose codes do not fit into memory is read
/// row by row.
/// </remarks>
internal sealed class TemplateSearch(
    StoreDatabase database, TemplateKeys keys, SearchRows rows, IndexCache indexes, TemplateChanges changes, AlteredRows altered)
{
    // ids of one query
    const int RescoreBatch = 512;

    /// <summary>Searches made anew because a candidate was gone or altered and left its place to another.</summary>
    const int MostAttempts = 8;

    public async ValueTask<IReadOnlyList<TemplateMatch>> NearestAsync(
        IndexKey key, ReadOnlyMemory<float> probe, int count, CancellationToken cancellation)
    {
        var transformed = new float[probe.Length];
        keys.Transform(probe.Length).Apply(probe.Span, transformed);
        for (var attempt = 1; ; attempt++)
        {
            var top = new TopSubjects(count);
            var gone = await SearchAsync(key, transformed, count, top, cancellation);
            indexes.Forget(key, gone);
            if (gone.Count == 0 || attempt == MostAttempts) return top.ToList();
        }
    }

    /// <summary>Offers what is found; returns the candidates that may no longer be compared.</summary>
    async Task<IReadOnlyCollection<Guid>> SearchAsync(
        IndexKey key, float[] probe, int count, TopSubjects top, CancellationToken cancellation)
    {
        var index = await indexes.GetAsync(
            key, () => SizeAsync(key, probe.Length, cancellation), loading => LoadAsync(key, loading, cancellation), cancellation);
        if (index is null)
        {
            await ScoreAllAsync(key, probe, top, cancellation);
            return [];
        }

        if (index.Dimension != probe.Length) throw OtherLength(probe.Length, key.Model, index.Dimension);
        var gone = new HashSet<Guid>();
        foreach (var batch in index.Candidates(probe, count).Chunk(RescoreBatch))
        {
            var forged = new List<AlteredRow>();
            var found = await database.ReadAsync(context => rows.NamedAsync(context, key, batch, forged, cancellation), cancellation);
            await altered.ReportAsync(forged);
            foreach (var row in found) Offer(top, row, probe);
            gone.UnionWith(batch.Except(found.Select(row => row.Id)));
        }

        return gone;
    }

    async Task ScoreAllAsync(IndexKey key, float[] probe, TopSubjects top, CancellationToken cancellation)
    {
        var forged = new List<AlteredRow>();
        await database.ReadOnceAsync(async context =>
        {
            await foreach (var row in rows.ReadAsync(context, key, null, forged, cancellation)) Offer(top, row, probe);
            return true;
        }, cancellation);
        await altered.ReportAsync(forged);
    }

    Task<(int Rows, int Dimension)> SizeAsync(IndexKey key, int dimension, CancellationToken cancellation) =>
        database.ReadAsync(async context => (await rows.CountAsync(context, key, cancellation), dimension), cancellation);

    async Task LoadAsync(IndexKey key, CodeIndex index, CancellationToken cancellation)
    {
        // before anything is read, so that no change falls between
        await changes.FollowAsync(cancellation);
        var forged = new List<AlteredRow>();
        await database.ReadOnceAsync(async context =>
        {
            await foreach (var row in rows.ReadAsync(context, key, null, forged, cancellation))
            {
                if (row.Dimension != index.Dimension) throw OtherLength(index.Dimension, key.Model, row.Dimension);
                index.Load(row.Id, row.SubjectId, row.Vector);
            }

            return true;
        }, cancellation);
        await altered.ReportAsync(forged);
    }

    static void Offer(TopSubjects top, TemplateFields row, float[] probe)
    {
        if (row.Dimension != probe.Length) throw OtherLength(probe.Length, row.ModelId, row.Dimension);
        top.Offer(row.SubjectId, Math.Clamp(TensorPrimitives.Dot(row.Vector, probe), -1, 1));
    }

    static ArgumentException OtherLength(int probe, string model, int templates) =>
        new($"The probe has {probe} numbers; templates of {model} have {templates}.", nameof(probe));
}
