using System.Linq.Expressions;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Search;
using FaceAuth.Store.Subjects;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Groups;

/// <inheritdoc/>
internal sealed class GroupStore(
    StoreDatabase database, GroupMembers members, SubjectViews views, AlteredRows altered, IndexCache indexes,
    TimeProvider clock) : IGroupStore
{
    public async ValueTask<Group> GetOrCreateAsync(string owner, string name, CancellationToken cancellation)
    {
        Check.Name(owner, Limits.Owner);
        Check.Name(name, Limits.GroupName);
        if (await FindAsync(owner, name, cancellation) is { } known) return known;

        return await database.WriteAsync(async context =>
        {
            await database.HoldAsync(context, $"groups:{owner}", cancellation);
            if (await Views(context, g => g.Owner == owner && g.Name == name).SingleOrDefaultAsync(cancellation) is { } other) return other;
            if (await context.Groups.CountAsync(g => g.Owner == owner, cancellation) >= Limits.GroupsPerOwner)
                throw new InvalidOperationException($"There are {Limits.GroupsPerOwner} groups. Delete one before making another.");
            var now = clock.GetUtcNow();
            var id = Guid.CreateVersion7(now);
            context.Groups.Add(new() { Id = id, Owner = owner, Name = name, CreatedAt = now });
            await context.SaveChangesAsync(cancellation);
            return new Group(id, owner, name, now, 0);
        }, cancellation);
    }

    // no group has a name with a NUL, and not every engine can be asked for it
    public async ValueTask<Group?> FindAsync(string owner, string name, CancellationToken cancellation) =>
        name.Contains('\0', StringComparison.Ordinal) ? null : await database.ReadAsync(
            context => Views(context, g => g.Owner == owner && g.Name == name).SingleOrDefaultAsync(cancellation), cancellation);

    public async ValueTask<Group?> FindAsync(Guid groupId, CancellationToken cancellation) =>
        await database.ReadAsync(context => Views(context, g => g.Id == groupId).SingleOrDefaultAsync(cancellation), cancellation);

    public async ValueTask<IReadOnlyDictionary<Guid, string>> NamesAsync(
        IReadOnlyCollection<Guid> groupIds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(groupIds);
        if (groupIds.Count == 0) return new Dictionary<Guid, string>();
        Check.Count(groupIds.Count, Limits.ListCount);
        return await database.ReadAsync(
            context => context.Groups.Where(g => groupIds.Contains(g.Id)).ToDictionaryAsync(g => g.Id, g => g.Name, cancellation),
            cancellation);
    }

    public async ValueTask<IReadOnlyList<Group>> ListAsync(string owner, string? afterName, int count, CancellationToken cancellation)
    {
        Check.Count(count, Limits.ListCount);
        var after = afterName ?? "";
        return await database.ReadAsync(
            context => Views(context, g => g.Owner == owner && g.Name.CompareTo(after) > 0, count).ToListAsync(cancellation), cancellation);
    }

    public async ValueTask<IReadOnlyList<Group>> OfAsync(Guid subjectId, CancellationToken cancellation)
    {
        return await database.ReadAsync(async context =>
        {
            var found = await Views(context, g => g.Members.Any(m => m.SubjectId == subjectId), Limits.ListCount)
                .ToListAsync(cancellation);
            var sound = new List<Group>();
            foreach (var group in found)
                if ((await members.ReadAsync(context, group.Id, [subjectId], cancellation)).Sound.Contains(subjectId)) sound.Add(group);
            return sound;
        }, cancellation);
    }

    public async ValueTask<bool> DeleteAsync(Guid groupId, CancellationToken cancellation)
    {
        // its members go with its row (ON DELETE CASCADE)
        var isDeleted = await database.WriteAsync(async context =>
        {
            await database.HoldAsync(context, $"group:{groupId}", cancellation);   // nobody may come into it meanwhile
            var owner = await context.Groups.Where(g => g.Id == groupId).Select(g => g.Owner).SingleOrDefaultAsync(cancellation);
            if (owner is null) return false;
            await context.Groups.Where(g => g.Id == groupId).ExecuteDeleteAsync(cancellation);
            context.Changes.Add(new() { Owner = owner, GroupId = groupId });
            await context.SaveChangesAsync(cancellation);
            return true;
        }, cancellation);
        if (isDeleted) indexes.Drop(key => key.Group == groupId);
        return isDeleted;
    }

    public async ValueTask<int> AddAsync(Guid groupId, IReadOnlyCollection<Guid> subjectIds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(subjectIds);
        Check.Count(subjectIds.Count, Limits.MembersPerCall);
        var wanted = subjectIds.Distinct().ToList();
        return await database.WriteAsync(async context =>
        {
            await database.HoldSubjectsAsync(context, wanted, cancellation, shared: true);
            await database.HoldAsync(context, $"group:{groupId}", cancellation);
            var group = await context.Groups.AsNoTracking().SingleOrDefaultAsync(g => g.Id == groupId, cancellation)
                ?? throw new GroupNotFoundException(groupId);
            var known = await context.Subjects.Where(s => wanted.Contains(s.Id) && s.Owner == group.Owner).Select(s => s.Id)
                .ToListAsync(cancellation);
            if (known.Count < wanted.Count) throw new SubjectNotFoundException(wanted.Except(known).First());

            // a membership that was altered is made anew: its owner says here that the subject belongs there
            var (sound, forged) = await members.ReadAsync(context, groupId, wanted, cancellation);
            foreach (var row in forged) await DeleteAsync(context, groupId, row.RowId, cancellation);
            var missing = wanted.FindAll(id => !sound.Contains(id));
            foreach (var id in missing)
            {
                context.GroupMembers.Add(new() { GroupId = groupId, SubjectId = id, Authenticator = members.Of(group, id) });
                context.Changes.Add(new() { Owner = group.Owner, SubjectId = id });
            }

            await context.SaveChangesAsync(cancellation);
            return missing.Count;
        }, cancellation);
    }

    public async ValueTask<bool> RemoveAsync(Guid groupId, Guid subjectId, CancellationToken cancellation) =>
        await database.WriteAsync(async context =>
        {
            var owner = await context.Groups.Where(g => g.Id == groupId).Select(g => g.Owner).SingleOrDefaultAsync(cancellation);
            if (owner is null || await DeleteAsync(context, groupId, subjectId, cancellation) == 0) return false;
            context.Changes.Add(new() { Owner = owner, SubjectId = subjectId });
            await context.SaveChangesAsync(cancellation);
            return true;
        }, cancellation);

    public async ValueTask<IReadOnlyList<Subject>> MembersAsync(
        Guid groupId, Guid? after, int count, CancellationToken cancellation)
    {
        Check.Count(count, Limits.ListCount);
        return await views.PageAsync(after, count, async (last, wanted) =>
        {
            var (found, sound, forged) = await database.ReadAsync(
                context => PageAsync(context, groupId, last, wanted, cancellation), cancellation);
            await altered.ReportAsync(forged);
            return (found, found.Where(subject => sound.Contains(subject.Id)));
        });
    }

    async Task<(List<StoredSubject> Found, HashSet<Guid> Sound, IReadOnlyList<AlteredRow> Altered)> PageAsync(
        FaceAuthDbContext context, Guid groupId, Guid after, int count, CancellationToken cancellation)
    {
        var found = await views.ReadAsync(
            context,
            s => s.Id > after && context.GroupMembers.Any(m => m.GroupId == groupId && m.SubjectId == s.Id),
            cancellation, count);
        var (sound, forged) = await members.ReadAsync(context, groupId, found.ConvertAll(subject => subject.Id), cancellation);
        return (found, sound, forged);
    }

    /// <summary>Deletes a membership, and what tells of its alteration; returns how many there were.</summary>
    static async Task<int> DeleteAsync(FaceAuthDbContext context, Guid groupId, Guid subjectId, CancellationToken cancellation)
    {
        var told = GroupMembers.AsAltered(groupId, subjectId);
        await context.AlteredRows.Where(a => a.Kind == told.Kind && a.RowId == told.RowId && a.Number == told.Number)
            .ExecuteDeleteAsync(cancellation);
        return await context.GroupMembers.Where(m => m.GroupId == groupId && m.SubjectId == subjectId).ExecuteDeleteAsync(cancellation);
    }

    static IQueryable<Group> Views(FaceAuthDbContext context, Expression<Func<GroupRow, bool>> which, int count = 1) =>
        context.Groups.Where(which).OrderBy(g => g.Name).Take(count)
            .Select(g => new Group(g.Id, g.Owner, g.Name, g.CreatedAt, g.Members.Count));
}
