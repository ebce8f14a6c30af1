using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Search;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Subjects;

/// <inheritdoc/>
internal sealed class SubjectStore(
    StoreDatabase database, TemplateKeys keys, IndexCache indexes, ErasureFlush flush, StoreMetrics metrics,
    TimeProvider clock) : ISubjectStore
{
    /// <summary>Empty subjects erased at one call, so that no other write waits for long.</summary>
    const int MostEmpty = 1000;

    public async ValueTask<Subject> GetOrCreateAsync(string owner, string externalId, CancellationToken cancellation)
    {
        Check.Name(owner, Limits.Owner);
        Check.Name(externalId, Limits.ExternalId);
        if (await FindAsync(owner, externalId, cancellation) is { } known) return known;

        return await database.WriteAsync(async context =>
        {
            await database.HoldAsync(context, $"subject:{owner}\n{externalId}", cancellation);
            var other = await SubjectViews.Of(context, s => s.Owner == owner && s.ExternalId == externalId)
                .SingleOrDefaultAsync(cancellation);
            if (other is not null) return other;
            var now = clock.GetUtcNow();
            var id = Guid.CreateVersion7(now);
            context.Subjects.Add(new()
            {
                Id = id,
                Owner = owner,
                ExternalId = externalId,
                WrappedKey = keys.WrapNew(id),
                CreatedAt = now,
                LastUsedAt = now,
            });
            await context.SaveChangesAsync(cancellation);
            return new Subject(id, owner, externalId, now, 0);
        }, cancellation);
    }

    // nobody has a name with a NUL, and not every engine can be asked for it
    public async ValueTask<Subject?> FindAsync(string owner, string externalId, CancellationToken cancellation) =>
        externalId.Contains('\0', StringComparison.Ordinal) ? null : await database.ReadAsync(
            context => SubjectViews.Of(context, s => s.Owner == owner && s.ExternalId == externalId).SingleOrDefaultAsync(cancellation),
            cancellation);

    public async ValueTask<Subject?> FindAsync(Guid subjectId, CancellationToken cancellation) =>
        await database.ReadAsync(
            context => SubjectViews.Of(context, s => s.Id == subjectId).SingleOrDefaultAsync(cancellation), cancellation);

    public async ValueTask<IReadOnlyList<Subject>> ListAsync(
        string owner, string? afterExternalId, int count, CancellationToken cancellation)
    {
        Check.Count(count, Limits.ListCount);
        var after = afterExternalId ?? "";
        return await database.ReadAsync(
            context => SubjectViews.Of(context, s => s.Owner == owner && s.ExternalId.CompareTo(after) > 0, count)
                .ToListAsync(cancellation),
            cancellation);
    }

    public async ValueTask<Erasure?> EraseAsync(Guid subjectId, CancellationToken cancellation)
    {
        var erased = await database.WriteAsync(
            context => EraseAsync(context, subjectId, cancellation),
            cancellation,
            found =>
            {
                if (found.Owner is not null) indexes.Erase(found.Owner, subjectId);
            },
            subjectId);
        if (erased.What is null) return null;
        metrics.Erased();

        await flush.RunAsync();
        return erased.What;
    }

    async Task<(string? Owner, Erasure? What)> EraseAsync(FaceAuthDbContext context, Guid subjectId, CancellationToken cancellation)
    {
        // nothing may come to it between the counting and the deleting
        await database.HoldSubjectsAsync(context, [subjectId], cancellation);
        var found = await context.Subjects.Where(s => s.Id == subjectId).Select(s => new { s.Owner, Templates = s.Templates.Count })
            .SingleOrDefaultAsync(cancellation);
        if (found is null) return default;
        var consents = await context.Consents.CountAsync(c => c.SubjectId == subjectId, cancellation);
        var groups = await context.GroupMembers.CountAsync(m => m.SubjectId == subjectId, cancellation);
        // templates, consents and memberships go with the subject's row (ON DELETE CASCADE)
        await context.Subjects.Where(s => s.Id == subjectId).ExecuteDeleteAsync(cancellation);
        var verdicts = await EraseVerdictsAsync(context, [subjectId], cancellation);
        await context.AlteredRows
            .Where(a => a.SubjectId == subjectId && (a.Kind == RowKind.Template || a.Kind == RowKind.GroupMember))
            .ExecuteDeleteAsync(cancellation);
        if (found.Templates > 0) await FaceErasures.MarkAsync(context, found.Owner, subjectId, cancellation);
        context.Changes.Add(new() { Owner = found.Owner, SubjectId = subjectId });
        await context.SaveChangesAsync(cancellation);
        return (found.Owner, new(clock.GetUtcNow(), found.Templates, verdicts, consents, groups));
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
            return empty.Count;
        }, cancellation);
        if (erased > 0) await flush.RunAsync();
        return erased;
    }

    static IQueryable<SubjectRow> Empty(FaceAuthDbContext context, DateTimeOffset untouchedSince) =>
        context.Subjects.Where(s => s.CreatedAt < untouchedSince && s.Templates.Count == 0
            && !context.Sessions.Any(session => session.SubjectId == s.Id
                && (session.State < SessionState.Decided || session.EndedAt >= untouchedSince)));

    /// <summary>A verdict is signed with the subject's name in it, so that it cannot be kept without.</summary>
    static Task<int> EraseVerdictsAsync(FaceAuthDbContext context, List<Guid> subjects, CancellationToken cancellation) =>
        context.Sessions.Where(s => s.SubjectId != null && subjects.Contains(s.SubjectId.Value) && s.Verdict != null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Verdict, (string?)null), cancellation);
}
