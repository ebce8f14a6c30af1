using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Search;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Templates;

/// <summary>One-to-many search: the codes in memory name the candidates, the database's float vectors decide.</summary>
/// <remarks>
/// What is no longer in the database is therefore never found. An owner whose codes do not fit into memory is read row by row.
/// </remarks>
internal sealed class TemplateSearch(StoreDatabase database, TemplateKeys keys, IndexCache indexes)
{
    // ids of one query
    const int RescoreBatch = 512;

    public async ValueTask<IReadOnlyList<TemplateMatch>> NearestAsync(
        string owner, string model, ReadOnlyMemory<float> probe, int count, CancellationToken cancellation)
    {
        var index = await indexes.GetAsync(
            owner, model,
            () => SizeAsync(owner, model, cancellation),
            loading => LoadAsync(owner, model, loading, cancellation),
            cancellation);
        if (index is not null && index.Dimension != probe.Length)
            throw OtherLength(probe.Length, model, index.Dimension);

        var transformed = new float[probe.Length];
        keys.Transform(probe.Length).Apply(probe.Span, transformed);
        var top = new TopSubjects(count);
        if (index is null) await ScoreAsync(owner, model, null, transformed, top, cancellation);
        else
            foreach (var batch in index.Candidates(transformed, count).Chunk(RescoreBatch))
                await ScoreAsync(owner, model, batch, transformed, top, cancellation);
        return top.ToList();
    }

    /// <summary>Offers the similarity of the given templates, or of all, to <paramref name="top"/>.</summary>
    Task<int> ScoreAsync(string owner, string model, Guid[]? only, float[] probe, TopSubjects top, CancellationToken cancellation) =>
        database.ReadAsync(async context =>
        {
            var rows = only is null ? Rows(context, owner, model) : Rows(context, owner, model).Where(t => only.Contains(t.Id));
            var scored = 0;
            await foreach (var row in rows.Select(t => new { t.SubjectId, t.Protected }).AsAsyncEnumerable().WithCancellation(cancellation))
            {
                var vector = MemoryMarshal.Cast<byte, float>(row.Protected);
                if (vector.Length != probe.Length) throw OtherLength(probe.Length, model, vector.Length);
                top.Offer(row.SubjectId, Math.Clamp(TensorPrimitives.Dot(vector, probe), -1, 1));
                scored++;
            }

            return scored;
        }, cancellation);

    Task<(int Rows, int Dimension)> SizeAsync(string owner, string model, CancellationToken cancellation) =>
        database.ReadAsync(async context =>
        {
            var dimension = await Rows(context, owner, model).Select(t => t.Dimension).FirstOrDefaultAsync(cancellation);
            return (dimension == 0 ? 0 : await Rows(context, owner, model).CountAsync(cancellation), dimension);
        }, cancellation);

    Task<int> LoadAsync(string owner, string model, CodeIndex index, CancellationToken cancellation) =>
        database.ReadOnceAsync(async context =>
        {
            var rows = Rows(context, owner, model).Select(t => new { t.Id, t.SubjectId, t.Protected });
            await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation))
                index.Load(row.Id, row.SubjectId, MemoryMarshal.Cast<byte, float>(row.Protected));
            return index.Count;
        }, cancellation);

    static ArgumentException OtherLength(int probe, string model, int templates) =>
        new($"The probe has {probe} numbers; templates of {model} have {templates}.", nameof(probe));

    IQueryable<TemplateRow> Rows(FaceAuthDbContext context, string owner, string model) =>
        context.Templates.Where(t => t.Subject!.Owner == owner && t.ModelId == model && t.Generation == keys.Generation);
}
