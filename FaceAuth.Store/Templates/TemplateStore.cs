using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FaceAuth.Store.Templates;

/// <inheritdoc/>
internal sealed class TemplateStore(
    StoreDatabase database, TemplateKeys keys, TemplateSearch search, IndexCache indexes, IOptions<StoreOptions> options,
    TimeProvider clock, StoreMetrics metrics) : ITemplateStore
{
    const float NormTolerance = 1e-3f;

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
        CheckUnit(probe.Span, nameof(probe));
        return search.NearestAsync(owner, modelId, probe, count, cancellation);
    }

    async ValueTask<bool> AddAsync(
        Guid subjectId, IReadOnlyList<FaceTemplate> templates, TemplateSetVersion? expected, CancellationToken cancellation)
    {
        var (model, dimension) = CheckTemplates(templates);

        var subject = await database.ReadAsync(context => context.Subjects
            .Where(s => s.Id == subjectId).Select(s => new { s.Owner, s.WrappedKey }).SingleOrDefaultAsync(cancellation), cancellation)
            ?? throw new SubjectNotFoundException(subjectId);
        var rows = Protect(subjectId, subject.WrappedKey, templates);

        var displaced = await database.WriteAsync(
            async context => expected is { } version && TemplateSetVersion.Of(await Of(context, subjectId, model).Select(t => t.Id).ToListAsync(cancellation)) != version
                ? null : await InsertAsync(context, subjectId, model, dimension, rows, cancellation),
            cancellation,
            displaced =>
            {
                if (displaced is null) return;
                var kept = rows.Where(row => !displaced.Contains(row.Id));
                indexes.Change(subject.Owner, model, subjectId, kept.Select(row => new StoredTemplate(row.Id, Floats(row.Protected))), displaced);
                metrics.Added(rows.Count, displaced.Count);
            });
        return displaced is not null;
    }

    IQueryable<TemplateRow> Of(FaceAuthDbContext context, Guid subjectId, string model) =>
        context.Templates.Where(t => t.SubjectId == subjectId && t.ModelId == model && t.Generation == keys.Generation);

    static (string Model, int Dimension) CheckTemplates(IReadOnlyList<FaceTemplate> templates)
    {
        ArgumentNullException.ThrowIfNull(templates);
        if (templates.Count is 0 or > Limits.TemplatesPerCall)
            throw new ArgumentException($"{templates.Count} templates; 1 to {Limits.TemplatesPerCall} are allowed.", nameof(templates));
        var (model, dimension) = (templates[0].ModelId, templates[0].Vector.Length);
        Check.Name(model, Limits.ModelId);
        foreach (var template in templates)
        {
            if (template.ModelId != model) throw new ArgumentException("The templates are of different models.", nameof(templates));
            if (template.Origin != templates[0].Origin) throw new ArgumentException("The templates are of different origins.", nameof(templates));
            if (template.Vector.Length != dimension) throw new ArgumentException("The templates have different lengths.", nameof(templates));
            if (!(template.Quality is >= 0 and <= 1)) throw new ArgumentException("A quality lies outside 0 to 1.", nameof(templates));
            CheckUnit(template.Vector.Span, nameof(templates));
        }

        return (model, dimension);
    }

    static void CheckUnit(ReadOnlySpan<float> vector, string name)
    {
        if (vector.Length is < Limits.DimensionMin or > Limits.DimensionMax)
            throw new ArgumentException($"A vector has {vector.Length} numbers; {Limits.DimensionMin} to {Limits.DimensionMax} are allowed.", name);
        // also refuses NaN and infinity
        if (!(Math.Abs(TensorPrimitives.Norm(vector) - 1) <= NormTolerance)) throw new ArgumentException("A vector is not of unit length.", name);
    }

    List<TemplateRow> Protect(Guid subjectId, byte[] wrappedKey, IReadOnlyList<FaceTemplate> templates)
    {
        var now = clock.GetUtcNow();
        Span<byte> key = stackalloc byte[Envelope.KeyBytes];
        try
        {
            if (!keys.TryUnwrap(subjectId, wrappedKey, key))
                throw new StoreException($"The key of subject {subjectId} was changed in the database. Erase the subject and enrol it again.");

            var rows = new List<TemplateRow>(templates.Count);
            foreach (var template in templates)
            {
                var id = Guid.CreateVersion7(now);
                var vector = template.Vector.Span;
                var transformed = new byte[vector.Length * sizeof(float)];
                keys.Transform(vector.Length).Apply(vector, MemoryMarshal.Cast<byte, float>(transformed.AsSpan()));
                rows.Add(new()
                {
                    Id = id,
                    SubjectId = subjectId,
                    ModelId = template.ModelId,
                    Generation = keys.Generation,
                    Dimension = vector.Length,
                    Protected = transformed,
                    Sealed = SealedVector.Seal(key, new(subjectId, id, template.ModelId), vector),
                    Quality = template.Quality,
                    Origin = template.Origin,
                    CreatedAt = now,
                });
            }

            return rows;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Inserts and makes room; returns what was displaced, which may be some of the new ones.</summary>
    async Task<HashSet<Guid>> InsertAsync(
        FaceAuthDbContext context, Guid subjectId, string model, int dimension, List<TemplateRow> rows, CancellationToken cancellation)
    {
        // it may have been erased since its key was read
        if (!await context.Subjects.AnyAsync(s => s.Id == subjectId, cancellation)) throw new SubjectNotFoundException(subjectId);
        var other = await context.Templates.Where(t => t.ModelId == model && t.Dimension != dimension).Select(t => t.Dimension)
            .FirstOrDefaultAsync(cancellation);
        if (other != 0) throw new ArgumentException($"Templates of model {model} have {other} numbers here, not {dimension}.");

        context.Templates.AddRange(rows);
        await context.SaveChangesAsync(cancellation);

        var origin = rows[0].Origin;
        var own = context.Templates.Where(t => t.SubjectId == subjectId && t.ModelId == model && t.Origin == origin);
        // of the enrolled ones least quality first, of equals the oldest; of the adapted ones the oldest
        var surplus = origin == TemplateOrigin.Enrolled
            ? own.OrderByDescending(t => t.Quality).ThenByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id).Skip(options.Value.TemplatesPerSubject)
            : own.OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id).Skip(options.Value.AdaptedPerSubject);
        var displaced = await surplus.Select(t => t.Id).ToListAsync(cancellation);
        if (displaced.Count > 0) await context.Templates.Where(t => displaced.Contains(t.Id)).ExecuteDeleteAsync(cancellation);
        return [.. displaced];
    }

    static float[] Floats(byte[] bytes) => MemoryMarshal.Cast<byte, float>(bytes).ToArray();
}
