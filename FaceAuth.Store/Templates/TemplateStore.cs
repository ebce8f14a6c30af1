using System.Runtime.InteropServices;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FaceAuth.Store.Templates;

/// <inheritdoc/>
internal sealed class TemplateStore(
    StoreDatabase database, TemplateKeys keys, TemplateSealer sealer, TemplateSearch search, IndexCache indexes,
    IOptions<StoreOptions> options, StoreMetrics metrics) : ITemplateStore
{
    public async ValueTask AddAsync(Guid subjectId, IReadOnlyList<FaceTemplate> templates, CancellationToken cancellation) =>
        await AddAsync(subjectId, templates, null, cancellation);

    public ValueTask<bool> TryAddAsync(
        Guid subjectId, IReadOnlyList<FaceTemplate> templates, TemplateSetVersion expected, CancellationToken cancellation) =>
        AddAsync(subjectId, templates, expected, cancellation);

    public async ValueTask<ITemplateSet?> LoadAsync(Guid subjectId, string modelId, CancellationToken cancellation)
    {
        Check.Name(modelId, Limits.ModelId);
        var rows = await database.ReadAsync(context => Of(context, subjectId, modelId).OrderBy(t => t.Origin)
            .Select(t => new { t.Id, t.Origin, t.Protected }).ToListAsync(cancellation), cancellation);
        if (rows.Count == 0) return null;
        return new TemplateSet(
            keys.Transform(rows[0].Protected.Length / sizeof(float)), TemplateSetVersion.Of(rows.Select(row => row.Id)),
            [.. rows.Select(row => row.Protected)], rows.Count(row => row.Origin == TemplateOrigin.Enrolled));
    }

    public ValueTask<IReadOnlyList<TemplateMatch>> NearestAsync(
        string owner, string modelId, ReadOnlyMemory<float> probe, int count, CancellationToken cancellation)
    {
        Check.Name(owner, Limits.Owner);
        Check.Name(modelId, Limits.ModelId);
        Check.Count(count, Limits.NearestCount);
        TemplateRules.CheckUnit(probe.Span, nameof(probe));
        return search.NearestAsync(owner, modelId, probe, count, cancellation);
    }

    async ValueTask<bool> AddAsync(
        Guid subjectId, IReadOnlyList<FaceTemplate> templates, TemplateSetVersion? expected, CancellationToken cancellation)
    {
        var (model, dimension) = TemplateRules.Check(templates);

        var subject = await database.ReadAsync(context => context.Subjects
            .Where(s => s.Id == subjectId).Select(s => new { s.Owner, s.WrappedKey }).SingleOrDefaultAsync(cancellation), cancellation)
            ?? throw new SubjectNotFoundException(subjectId);
        var rows = sealer.Seal(subjectId, subject.WrappedKey, templates);

        var displaced = await database.WriteAsync(
            async context =>
            {
                await database.HoldSubjectsAsync(context, [subjectId], cancellation);
                return expected is null || await VersionAsync(context, subjectId, model, cancellation) == expected
                    ? await InsertAsync(context, subjectId, model, dimension, rows, cancellation) : null;
            },
            cancellation,
            displaced =>
            {
                if (displaced is null) return;
                var kept = rows.Where(row => !displaced.Contains(row.Id))
                    .Select(row => new StoredTemplate(row.Id, Floats(row.Protected)));
                indexes.Change(subject.Owner, model, subjectId, kept, displaced);
                metrics.Added(rows.Count, displaced.Count);
            },
            subjectId);
        return displaced is not null;
    }

    IQueryable<TemplateRow> Of(FaceAuthDbContext context, Guid subjectId, string model) =>
        context.Templates.Where(t => t.SubjectId == subjectId && t.ModelId == model && t.Generation == keys.Generation);

    async Task<TemplateSetVersion> VersionAsync(
        FaceAuthDbContext context, Guid subjectId, string model, CancellationToken cancellation) =>
        TemplateSetVersion.Of(await Of(context, subjectId, model).Select(t => t.Id).ToListAsync(cancellation));

    /// <summary>Inserts and makes room; returns what was displaced, which may be some of the new ones.</summary>
    async Task<HashSet<Guid>> InsertAsync(
        FaceAuthDbContext context, Guid subjectId, string model, int dimension, List<TemplateRow> rows, CancellationToken cancellation)
    {
        // it may have been erased since its key was read
        if (!await context.Subjects.AnyAsync(s => s.Id == subjectId, cancellation)) throw new SubjectNotFoundException(subjectId);
        await HoldModelAsync(context, model, dimension, cancellation);

        context.Templates.AddRange(rows);
        await context.SaveChangesAsync(cancellation);

        var origin = rows[0].Origin;
        var own = context.Templates.Where(t => t.SubjectId == subjectId && t.ModelId == model && t.Origin == origin);
        // of the enrolled ones least quality first, of equals the oldest; of the adapted ones the oldest
        var surplus = origin == TemplateOrigin.Enrolled
            ? own.OrderByDescending(t => t.Quality).ThenByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id)
                .Skip(options.Value.TemplatesPerSubject)
            : own.OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id).Skip(options.Value.AdaptedPerSubject);
        var displaced = await surplus.Select(t => t.Id).ToListAsync(cancellation);
        if (displaced.Count > 0) await context.Templates.Where(t => displaced.Contains(t.Id)).ExecuteDeleteAsync(cancellation);
        return [.. displaced];
    }

    /// <summary>Refuses vectors of another length than the model's others, and keeps it so until the transaction ends.</summary>
    async Task HoldModelAsync(FaceAuthDbContext context, string model, int dimension, CancellationToken cancellation)
    {
        // whoever brings a model's first template does so alone; beside those that are there many may add at once
        var first = await DimensionAsync(context, model, cancellation) == 0;
        await database.HoldAsync(context, "model:" + model, cancellation, shared: !first);
        var other = await DimensionAsync(context, model, cancellation);
        if (other == 0 && !first) throw new ChangedMeanwhileException();
        if (other != 0 && other != dimension)
            throw new ArgumentException($"Templates of model {model} have {other} numbers here, not {dimension}.");
    }

    /// <summary>The length of the model's vectors, of which any one tells; 0 where there is none.</summary>
    static Task<int> DimensionAsync(FaceAuthDbContext context, string model, CancellationToken cancellation) =>
        context.Templates.Where(t => t.ModelId == model).Select(t => t.Dimension).FirstOrDefaultAsync(cancellation);

    static float[] Floats(byte[] bytes) => MemoryMarshal.Cast<byte, float>(bytes).ToArray();
}
