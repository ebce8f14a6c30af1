using FaceAuth.Store.AccountStores;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Search;
using FaceAuth.Store.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FaceAuth.Store.Templates;

/// <inheritdoc/>
internal sealed class TemplateStore(
    StoreDatabase database, TemplateKeys keys, OwnTemplates own, TemplateSealer sealer, TemplateSeal seal, AlteredRows altered,
    TemplateSearch search, IndexCache indexes, RowAuthenticator authenticator, WebhookEvents events, FaceMarks marks,
    IOptions<StoreOptions> options, StoreMetrics metrics, TimeProvider clock) : ITemplateStore
{
    /// <summary>Rows of another length looked at to find a genuine one.</summary>
    const int OtherLengths = 16;

    public async ValueTask AddAsync(Guid subjectId, IReadOnlyList<FaceTemplate> templates, CancellationToken cancellation) =>
        await AddAsync(subjectId, templates, null, null, cancellation);

    public ValueTask<bool> TryAddAsync(
        Guid subjectId, IReadOnlyList<FaceTemplate> templates, TemplateSetVersion expected, CancellationToken cancellation,
        Guid? session = null) =>
        AddAsync(subjectId, templates, expected, session, cancellation);

    public async ValueTask<ITemplateSet?> LoadAsync(Guid subjectId, string modelId, CancellationToken cancellation)
    {
        Check.Name(modelId, Limits.ModelId);
        var (sound, forged) = await database.ReadAsync(context => own.ReadAsync(context, subjectId, modelId, cancellation), cancellation);
        await altered.ReportAsync(forged.ConvertAll(row => row.AsAltered()));
        if (sound.Count == 0) return null;
        var parts = sound.GroupBy(row => row.Transform).Select(rows => new TemplatePart(
            keys.Transform(rows.Key, sound[0].Dimension), [.. rows.Select(row => row.Protected)],
            rows.Count(row => row.Origin == TemplateOrigin.Enrolled)));
        return new TemplateSet(OwnTemplates.VersionOf(sound), parts);
    }

    public ValueTask<IReadOnlyList<TemplateMatch>> NearestAsync(
        string owner, string modelId, ReadOnlyMemory<float> probe, int count, CancellationToken cancellation, Guid? group = null)
    {
        Check.Name(owner, Limits.Owner);
        Check.Name(modelId, Limits.ModelId);
        Check.Count(count, Limits.NearestCount);
        TemplateRules.CheckUnit(probe.Span, nameof(probe));
        return search.NearestAsync(new(owner, modelId, group), probe, count, cancellation);
    }

    async ValueTask<bool> AddAsync(
        Guid subjectId, IReadOnlyList<FaceTemplate> templates, TemplateSetVersion? expected, Guid? session,
        CancellationToken cancellation)
    {
        var (model, dimension) = TemplateRules.Check(templates);

        var subject = await database.ReadAsync(
            context => context.Subjects.SingleOrDefaultAsync(s => s.Id == subjectId, cancellation), cancellation)
            ?? throw new SubjectNotFoundException(subjectId);
        if (!sealer.IsGenuine(subject))
            await altered.ReportAsync([new() { Kind = RowKind.Subject, RowId = subjectId, SubjectId = subjectId }]);
        var rows = sealer.Seal(subject, templates);
        AlteredRow? forgedMark = null;

        var added = await database.WriteAsync(
            async context =>
            {
                // sealed before the transaction, for it takes a while; a rotation may have begun or ended since
                if (rows[0].Generation != keys.Current.Generation || !authenticator.IsPresent(rows[0].Authenticator))
                {
                    subject = await context.Subjects.AsNoTracking().SingleOrDefaultAsync(s => s.Id == subjectId, cancellation)
                        ?? throw new SubjectNotFoundException(subjectId);
                    rows = sealer.Seal(subject, templates);
                }

                if (session is { } asked && await IsOverAsync(context, asked, cancellation)) return (null, []);
                var inserted = await InsertAsync(context, subject, model, dimension, rows, expected, cancellation);
                forgedMark = inserted.Displaced is null || rows[0].Origin != TemplateOrigin.Enrolled
                    ? null : await marks.EnrolledAsync(context, subject.Owner, subjectId, cancellation);
                return inserted;
            },
            cancellation,
            added =>
            {
                altered.Announce(added.Found);
                if (added.Displaced is not { } displaced) return;
                var key = new IndexKey(subject.Owner, model);
                var space = indexes.SpaceOf(key) ?? keys.Current;
                var kept = rows.Where(row => !displaced.Contains(row.Id)).Select(row => TemplateFields.Of(row, "", null))
                    .Select(row => new StoredTemplate(row.Id, subjectId, keys.Convert(row.Vector, row.Transform, space), space));
                indexes.Change(key, subjectId, kept, displaced);
                metrics.Added(rows.Count, displaced.Count);
            },
            subjectId);
        if (forgedMark is not null) await altered.ReportAsync([forgedMark]);
        return added.Displaced is not null;
    }

    /// <summary>Whether a session has ended, or lost what it stands on: whoever made it puts no face anywhere any more.</summary>
    async Task<bool> IsOverAsync(FaceAuthDbContext context, Guid session, CancellationToken cancellation) =>
        await context.Sessions.AnyAsync(s => s.Id == session, cancellation)
        && !await StandingSessions.Of(context, clock.GetUtcNow()).AnyAsync(s => s.Id == session, cancellation);

    /// <summary>Inserts and makes room, where the subject's templates are those that are expected.</summary>
    /// <returns>What was displaced or removed, which may be some of the new ones, or null; and what was found altered.</returns>
    async Task<(HashSet<Guid>? Displaced, IReadOnlyList<AlteredRow> Found)> InsertAsync(
        FaceAuthDbContext context, SubjectRow subject, string model, int dimension, List<TemplateRow> rows, TemplateSetVersion? expected,
        CancellationToken cancellation)
    {
        var subjectId = subject.Id;
        await database.HoldSubjectsAsync(context, [subjectId], cancellation);
        // it may have been erased since its key was read
        if (!await context.Subjects.AnyAsync(s => s.Id == subjectId, cancellation)) throw new SubjectNotFoundException(subjectId);
        await HoldModelAsync(context, model, dimension, cancellation);

        var (sound, forged) = await own.ReadAsync(context, subjectId, model, cancellation);
        var found = await altered.RecordAsync(context, forged.ConvertAll(row => row.AsAltered()), cancellation);
        if (expected is { } version && OwnTemplates.VersionOf(sound) != version) return (null, found);

        // the subject is enrolled anew: what was altered takes no place and is told of no longer
        var gone = forged.ConvertAll(row => row.Id);
        await context.Templates.Where(t => gone.Contains(t.Id)).ExecuteDeleteAsync(cancellation);
        await context.AlteredRows.Where(a => a.Kind == RowKind.Template && gone.Contains(a.RowId)).ExecuteDeleteAsync(cancellation);

        PutLast(rows, sound, subject);
        context.Templates.AddRange(rows);
        context.Changes.Add(new() { Owner = subject.Owner, ModelId = model, SubjectId = subjectId });
        await context.SaveChangesAsync(cancellation);

        var origin = rows[0].Origin;
        var mine = context.Templates.Where(t => t.SubjectId == subjectId && t.ModelId == model && t.Origin == origin);
        // of the enrolled ones least quality first, of equals the oldest; of the adapted ones the oldest
        var surplus = origin == TemplateOrigin.Enrolled
            ? mine.OrderByDescending(t => t.Quality).ThenByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id)
                .Skip(options.Value.TemplatesPerSubject)
            : mine.OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id).Skip(options.Value.AdaptedPerSubject);
        var displaced = await surplus.Select(t => t.Id).ToListAsync(cancellation);
        if (displaced.Count > 0) await context.Templates.Where(t => displaced.Contains(t.Id)).ExecuteDeleteAsync(cancellation);
        if (origin == TemplateOrigin.Enrolled)
            await events.EnrolledAsync(context, subject.Owner, subjectId, model, rows.Count, cancellation);
        return ([.. displaced, .. gone], found);
    }

    /// <summary>What is stored later is the later one, also after the clock was set back: the oldest make room.</summary>
    void PutLast(List<TemplateRow> rows, List<TemplateFields> sound, SubjectRow subject)
    {
        var last = sound.Select(row => row.CreatedAt).DefaultIfEmpty(DateTimeOffset.MinValue).Max();
        if (last < rows[0].CreatedAt) return;
        foreach (var row in rows)
        {
            row.CreatedAt = last.AddTicks(1);
            row.Authenticator = seal.Of(TemplateFields.Of(row, subject.Owner, subject.NameHash));
        }
    }

    /// <summary>Refuses vectors of another length than the model's others, and keeps it so until the transaction ends.</summary>
    async Task HoldModelAsync(FaceAuthDbContext context, string model, int dimension, CancellationToken cancellation)
    {
        // whoever brings a model's first template does so alone; beside those that are there many may add at once
        var isFirst = await AnyLengthAsync(context, model, cancellation) == 0;
        await database.HoldAsync(context, "model:" + model, cancellation, shared: !isFirst);
        var length = await AnyLengthAsync(context, model, cancellation);
        if (length == 0 && !isFirst) throw new ChangedMeanwhileException();
        if (length == 0 || length == dimension) return;

        // an altered length is nobody's: only a genuine row says what the model's is
        var others = await context.Templates.AsNoTracking().Where(t => t.ModelId == model && t.Dimension != dimension)
            .Take(OtherLengths).Select(TemplateFields.Selected).ToListAsync(cancellation);
        if (others.Find(seal.Holds) is { } other)
            throw new ArgumentException($"Templates of model {model} have {other.Dimension} numbers here, not {dimension}.");
    }

    /// <summary>The length of one of the model's vectors, as all of a model are as long; 0 where there is none.</summary>
    static Task<int> AnyLengthAsync(FaceAuthDbContext context, string model, CancellationToken cancellation) =>
        context.Templates.Where(t => t.ModelId == model).Select(t => t.Dimension).FirstOrDefaultAsync(cancellation);
}
