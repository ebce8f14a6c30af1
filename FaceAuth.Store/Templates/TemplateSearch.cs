using System.Numerics.Tensors;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Search;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Templates;

/// <summary>One-to-many search: the codes in memory name the candidates, the database's float vectors decide.</summary>
/// <remarks>
/// What is no longer in the database, or was altered there, is therefore never found. An owner whose codes do not fit into memory is read
/// row by row.
/// While a rotation runs rows are under two transforms: each is compared with the probe under its own, and an index keeps all its vectors
/// under one, so that a row that is renewed meanwhile is found by its id as before.
/// </remarks>
internal sealed class TemplateSearch(
    StoreDatabase database, TemplateKeys keys, TemplateSeal seal, IndexCache indexes, AlteredRows altered)
{
    // ids of one query
    const int RescoreBatch = 512;

    /// <summary>Searches made anew because a candidate turned out altered and left its place to another.</summary>
    const int MostAttempts = 8;

    public async ValueTask<IReadOnlyList<TemplateMatch>> NearestAsync(
        string owner, string model, ReadOnlyMemory<float> probe, int count, CancellationToken cancellation)
    {
        var probes = new ProtectedProbe(keys, probe);
        for (var attempt = 1; ; attempt++)
        {
            var forged = new List<TemplateFields>();
            var (top, isIndexed) = await SearchAsync(owner, model, probes, count, forged, cancellation);
            await altered.ReportAsync(forged.ConvertAll(row => row.AsAltered()));
            foreach (var row in forged) indexes.Change(owner, model, row.SubjectId, [], [row.Id]);
            if (forged.Count == 0 || !isIndexed || attempt == MostAttempts) return top.ToList();
        }
    }

    async Task<(TopSubjects Top, bool IsIndexed)> SearchAsync(
        string owner, string model, ProtectedProbe probe, int count, List<TemplateFields> forged, CancellationToken cancellation)
    {
        var index = await indexes.GetAsync(
            owner, model,
            () => SizeAsync(owner, model, probe.Length, cancellation),
            loading => LoadAsync(owner, model, loading, cancellation),
            cancellation);
        if (index is not null && !keys.CanTransform(index.Space, index.Dimension))
        {
            // its transform was retired so long ago that it is forgotten
            indexes.Drop(owner, model);
            index = null;
        }

        if (index is not null && index.Dimension != probe.Length) throw OtherLength(probe.Length, model, index.Dimension);

        var top = new TopSubjects(count);
        if (index is null) await ScoreAsync(owner, model, null, probe, top, forged, cancellation);
        else
            foreach (var batch in index.Candidates(probe.Under(index.Space), count).Chunk(RescoreBatch))
                await ScoreAsync(owner, model, batch, probe, top, forged, cancellation);
        return (top, index is not null);
    }

    /// <summary>Offers the similarity of the given templates, or of all, to <paramref name="top"/>; of those that hold.</summary>
    Task<int> ScoreAsync(
        string owner, string model, Guid[]? only, ProtectedProbe probe, TopSubjects top, List<TemplateFields> forged,
        CancellationToken cancellation) =>
        database.ReadAsync(async context =>
        {
            var rows = only is null ? Rows(context, owner, model) : Named(context, only);
            var scored = 0;
            await foreach (var row in rows.Select(TemplateFields.Selected).AsAsyncEnumerable().WithCancellation(cancellation))
            {
                if (!seal.Holds(row))
                {
                    forged.Add(row);
                    continue;
                }

                if (row.Owner != owner || row.ModelId != model || !keys.Accepts(row.Transform)) continue;
                if (row.Dimension != probe.Length) throw OtherLength(probe.Length, model, row.Dimension);
                top.Offer(row.SubjectId, Math.Clamp(TensorPrimitives.Dot(row.Vector, probe.Under(row.Transform)), -1, 1));
                scored++;
            }

            return scored;
        }, cancellation);

    Task<IndexSize> SizeAsync(string owner, string model, int dimension, CancellationToken cancellation) =>
        database.ReadAsync(async context => new IndexSize(
            await Rows(context, owner, model).CountAsync(cancellation), dimension, keys.Current), cancellation);

    async Task LoadAsync(string owner, string model, CodeIndex index, CancellationToken cancellation)
    {
        var forged = await database.ReadOnceAsync(async context =>
        {
            var found = new List<AlteredRow>();
            var rows = Rows(context, owner, model).Select(TemplateFields.Selected);
            await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation))
            {
                if (!seal.Holds(row)) found.Add(row.AsAltered());
                else if (row.Dimension != index.Dimension) throw OtherLength(index.Dimension, model, row.Dimension);
                else if (keys.Accepts(row.Transform))
                    index.Load(row.Id, row.SubjectId, row.Transform == index.Space ? row.Vector
                        : keys.Convert(row.Vector, row.Transform, index.Space));
            }

            return found;
        }, cancellation);
        await altered.ReportAsync(forged);
    }

    static ArgumentException OtherLength(int probe, string model, int templates) =>
        new($"The probe has {probe} numbers; templates of {model} have {templates}.", nameof(probe));

    static IQueryable<TemplateRow> Rows(FaceAuthDbContext context, string owner, string model) =>
        context.Templates.Where(t => t.Subject!.Owner == owner && t.ModelId == model);

    /// <summary>By their ids alone, so that the primary key is looked up.</summary>
    /// <remarks>Were the model asked for too, SQLite would read all of it.</remarks>
    static IQueryable<TemplateRow> Named(FaceAuthDbContext context, Guid[] ids) => context.Templates.Where(t => ids.Contains(t.Id));
}
