using System.Linq.Expressions;
using FaceAuth.Store.AccountStores;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Reviews;
using FaceAuth.Store.Search;
using FaceAuth.Store.Sessions;
using FaceAuth.Store.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Subjects;

/// <inheritdoc/>
internal sealed class SubjectStore(
    StoreDatabase database, TemplateKeys keys, NameSeal names, SubjectViews views, IndexCache indexes, ErasureFlush flush,
    WebhookEvents events, FaceMarks marks, AlteredRows altered, StoreMetrics metrics, TimeProvider clock) : ISubjectStore
{
    /// <summary>Empty subjects erased at one call, so that no other write waits for long.</summary>
    const int MostEmpty = 1000;

    public async ValueTask<Subject> GetOrCreateAsync(string owner, string externalId, CancellationToken cancellation)
    {
        Check.Name(owner, Limits.Owner);
        Check.Name(externalId, Limits.ExternalId);
        if (await FindAsync(owner, externalId, cancellation) is { } known) return known;

        var hash = names.HashOf(owner, externalId);
        return await database.WriteAsync(async context =>
        {
            await database.HoldAsync(context, $"subject:{Convert.ToHexString(hash)}", cancellation);
            var other = await views.ReadAsync(context, s => s.Owner == owner && s.NameHash == hash, cancellation);
            if (SubjectViews.Of(other.SingleOrDefault(), externalId) is { } made) return made;
            var now = clock.GetUtcNow();
            var id = Guid.CreateVersion7(now);
            var key = keys.WrapNew(id);
            context.Subjects.Add(new()
            {
                Id = id,
                Owner = owner,
                NameHash = hash,
                SealedName = names.TrySeal(id, key, hash, externalId),
                WrappedKey = key,
                CreatedAt = now,
                LastUsedAt = now,
            });
            await context.SaveChangesAsync(cancellation);
            return new Subject(id, owner, externalId, now, 0);
        }, cancellation);
    }

    public async ValueTask<Subject?> FindAsync(string owner, string externalId, CancellationToken cancellation)
    {
        var hash = names.HashOf(owner, externalId);
        var found = await database.ReadAsync(
            context => views.ReadAsync(context, s => s.Owner == owner && s.NameHash == hash, cancellation), cancellation);
        return SubjectViews.Of(found.SingleOrDefault(), externalId);
    }

    public async ValueTask<IReadOnlyList<Subject>> FindNamedAsync(
        IReadOnlyCollection<string> owners, string externalId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(owners);
        if (owners.Count == 0) return [];
        Check.Count(owners.Count, Limits.ListCount);
        var hashes = owners.Distinct().Select(owner => names.HashOf(owner, externalId)).ToList();
        // by both, which is what there is an index of; a name's hash is its owner's own
        var found = await database.ReadAsync(
            context => views.ReadAsync(
                context, s => owners.Contains(s.Owner) && hashes.Contains(s.NameHash!), cancellation, Limits.ListCount), cancellation);
        var pairs = owners.Distinct().Zip(hashes).ToDictionary(pair => pair.First, pair => pair.Second);   // each name under its own owner alone
        return [.. found.Where(subject => pairs[subject.Owner].AsSpan().SequenceEqual(subject.NameHash))
            .Select(subject => SubjectViews.Of(subject, externalId)!)];
    }

    public async ValueTask<Subject?> FindAsync(Guid subjectId, CancellationToken cancellation)
    {
        var found = await database.ReadAsync(
            context => views.ReadAsync(context, s => s.Id == subjectId, cancellation), cancellation);
        return (await views.OpenAsync(found)).SingleOrDefault();
    }

    public async ValueTask<IReadOnlyList<Subject>> FindManyAsync(
        IReadOnlyCollection<Guid> subjectIds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(subjectIds);
        if (subjectIds.Count == 0) return [];
        Check.Count(subjectIds.Count, Limits.ListCount);
        var found = await database.ReadAsync(
            context => views.ReadAsync(context, s => subjectIds.Contains(s.Id), cancellation, Limits.ListCount), cancellation);
        return await views.OpenAsync(found);
    }

    public async ValueTask<IReadOnlyList<Subject>> ListAsync(
        string? owner, Guid? after, int count, CancellationToken cancellation)
    {
        Check.Count(count, Limits.ListCount);
        return await views.PageAsync(after, count, async (last, wanted) =>
        {
            Expression<Func<SubjectRow, bool>> which =
                owner is null ? s => s.Id > last : s => s.Owner == owner && s.Id > last;
            var found = await database.ReadAsync(context => views.ReadAsync(context, which, cancellation, wanted), cancellation);
            return (found, found);
        });
    }

    public ValueTask<Erasure?> EraseAsync(Guid subjectId, CancellationToken cancellation) => EraseAsync(subjectId, null, cancellation);

    public ValueTask<Erasure?> EraseUnusedAsync(Guid subjectId, DateTimeOffset unusedSince, CancellationToken cancellation) =>
        EraseAsync(subjectId, unusedSince, cancellation);

    async ValueTask<Erasure?> EraseAsync(Guid subjectId, DateTimeOffset? unusedSince, CancellationToken cancellation)
    {
        var erased = await database.WriteAsync(
            context => EraseAsync(context, subjectId, unusedSince, cancellation),
            cancellation,
            found =>
            {
                if (found.Owner is not null) indexes.Erase(found.Owner, subjectId);
            },
            subjectId);
        if (erased.What is null) return null;
        if (erased.Forged is not null) await altered.ReportAsync([erased.Forged]);
        metrics.Erased();

        await flush.RunAsync();
        return erased.What;
    }

    async Task<(string? Owner, Erasure? What, AlteredRow? Forged)> EraseAsync(
        FaceAuthDbContext context, Guid subjectId, DateTimeOffset? unusedSince, CancellationToken cancellation)
    {
        // nothing may come to it between the counting and the deleting
        await database.HoldSubjectsAsync(context, [subjectId], cancellation);
        var subject = context.Subjects.Where(s => s.Id == subjectId);
        if (unusedSince is { } since) subject = subject.Where(s => s.LastUsedAt < since);
        var found = await subject.Select(s => new { s.Owner, Templates = s.Templates.Count }).SingleOrDefaultAsync(cancellation);
        if (found is null) return default;
        var consents = await context.Consents.CountAsync(c => c.SubjectId == subjectId, cancellation);
        var groups = await context.GroupMembers.CountAsync(m => m.SubjectId == subjectId, cancellation);
        // templates, consents and memberships go with the subject's row (ON DELETE CASCADE)
        await context.Subjects.Where(s => s.Id == subjectId).ExecuteDeleteAsync(cancellation);
        var verdicts = await EraseVerdictsAsync(context, [subjectId], cancellation);
        await SessionCourses.EraseAsync(context, [subjectId], cancellation);
        var pictures = await ReviewPictures.DeleteOfSubjectsAsync(context, [subjectId], cancellation);
        await context.AlteredRows
            .Where(a => a.SubjectId == subjectId && a.Kind != RowKind.Session)
            .ExecuteDeleteAsync(cancellation);
        var forged = found.Templates > 0 ? await marks.ErasedAsync(context, found.Owner, subjectId, cancellation) : null;
        await events.ErasedAsync(context, found.Owner, subjectId, unusedSince is not null, cancellation);
        context.Changes.Add(new() { Owner = found.Owner, SubjectId = subjectId });
        await context.SaveChangesAsync(cancellation);
        return (found.Owner, new(clock.GetUtcNow(), found.Templates, verdicts, consents, groups, pictures), forged);
    }

    public async ValueTask<int> EraseEmptyAsync(DateTimeOffset untouchedSince, CancellationToken cancellation)
    {
        // one transaction: a template or a session that comes meanwhile comes before or after it
        var erased = await database.WriteAsync(async context =>
        {
            var seen = await Empty(context, untouchedSince).OrderBy(s => s.Id).Take(MostEmpty).Select(s => s.Id).ToListAsync(cancellation);
            if (seen.Count == 0) return 0;
            await database.HoldSubjectsAsync(context, seen, cancellation);
            // another node may have enrolled one of them before they were held
            var empty = await Empty(context, untouchedSince).Where(s => seen.Contains(s.Id)).Select(s => s.Id).ToListAsync(cancellation);
            await context.Subjects.Where(s => empty.Contains(s.Id)).ExecuteDeleteAsync(cancellation);
            await EraseVerdictsAsync(context, empty, cancellation);
            await SessionCourses.EraseAsync(context, empty, cancellation);
            return empty.Count;
        }, cancellation);
        if (erased > 0) await flush.RunAsync();
        return erased;
    }

    /// <remarks>Who has pictures kept stays until these go: their erasure finds the pictures by the name.</remarks>
    static IQueryable<SubjectRow> Empty(FaceAuthDbContext context, DateTimeOffset untouchedSince) =>
        context.Subjects.Where(s => s.CreatedAt < untouchedSince && s.Templates.Count == 0
            && !context.Sessions.Any(session => session.SubjectId == s.Id
                && (session.State < SessionState.Decided || session.EndedAt >= untouchedSince
                    || context.ReviewPictures.Any(p => p.SessionId == session.Id))));

    /// <summary>A verdict is signed with the subject's name in it, so that it cannot be kept without.</summary>
    static Task<int> EraseVerdictsAsync(FaceAuthDbContext context, List<Guid> subjects, CancellationToken cancellation) =>
        context.Sessions.Where(s => s.SubjectId != null && subjects.Contains(s.SubjectId.Value) && s.SealedVerdict != null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.SealedVerdict, (byte[]?)null), cancellation);
}
