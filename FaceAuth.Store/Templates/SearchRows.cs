using System.Runtime.CompilerServices;
using FaceAuth.Store.Groups;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Search;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Templates;

/// <summary>The rows that a search index stands for, as the database has them, each with whether it may be compared.</summary>
/// <remarks>Safe from many threads.</remarks>
internal sealed class SearchRows(TemplateKeys keys, TemplateSeal seal, GroupMembers members)
{
    /// <summary>How many there are.</summary>
    public static Task<int> CountAsync(FaceAuthDbContext context, IndexKey key, CancellationToken cancellation) =>
        Of(context, key).CountAsync(cancellation);

    /// <summary>Their ids, whether they may be compared or not.</summary>
    public static IAsyncEnumerable<Guid> IdsAsync(FaceAuthDbContext context, IndexKey key) =>
        Of(context, key).Select(t => t.Id).AsAsyncEnumerable();

    /// <summary>Ranges of about as many of the owner's subjects each, for as many readers side by side.</summary>
    /// <returns>No more than are asked for; together they are all subjects, those too that come or go meanwhile.</returns>
    public static async Task<IReadOnlyList<SubjectRange>> RangesAsync(
        FaceAuthDbContext context, IndexKey key, int count, CancellationToken cancellation)
    {
        var ids = context.Subjects.Where(s => s.Owner == key.Owner).OrderBy(s => s.Id).Select(s => s.Id);
        var subjects = await ids.CountAsync(cancellation);
        var ends = new List<Guid?> { null };
        for (var i = 1; i < count; i++)
        {
            var end = await ids.Skip((int)((long)subjects * i / count)).Take(1).ToListAsync(cancellation);
            if (end is [var id] && id != ends[^1]) ends.Add(id);
        }

        return [.. ends.Select((from, i) => new SubjectRange(from, i + 1 < ends.Count ? ends[i + 1] : null))];
    }

    /// <summary>Those of a range of subjects; what was found altered goes to <paramref name="altered"/> instead.</summary>
    public async IAsyncEnumerable<TemplateFields> ReadAsync(
        FaceAuthDbContext context, IndexKey key, SubjectRange range, List<AlteredRow> altered,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var belongs = await BelongsAsync(context, key, null, altered, cancellation);
        var rows = Of(context, key);
        if (range.From is { } from) rows = rows.Where(t => t.Subject!.Id.CompareTo(from) >= 0);
        if (range.Before is { } before) rows = rows.Where(t => t.Subject!.Id.CompareTo(before) < 0);
        await foreach (var row in SoundAsync(rows, key, belongs, altered, cancellation)) yield return row;
    }

    /// <summary>Those of all subjects, or of some; what was found altered goes to <paramref name="altered"/> instead.</summary>
    public async IAsyncEnumerable<TemplateFields> ReadAsync(
        FaceAuthDbContext context, IndexKey key, IReadOnlyCollection<Guid>? subjects, List<AlteredRow> altered,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var belongs = await BelongsAsync(context, key, subjects, altered, cancellation);
        var rows = Of(context, key);
        if (subjects is not null) rows = rows.Where(t => subjects.Contains(t.SubjectId));
        await foreach (var row in SoundAsync(rows, key, belongs, altered, cancellation)) yield return row;
    }

    /// <summary>Those of the ids that still belong to the index.</summary>
    /// <remarks>
    /// What was found altered goes to <paramref name="altered"/> instead. They are asked for by their
    /// ids alone, so that the primary key is looked up: were the model asked for too, SQLite would read all of it.
    /// </remarks>
    public async Task<List<TemplateFields>> NamedAsync(
        FaceAuthDbContext context, IndexKey key, Guid[] ids, List<AlteredRow> altered, CancellationToken cancellation)
    {
        var rows = await context.Templates.Where(t => ids.Contains(t.Id)).Select(TemplateFields.Selected).ToListAsync(cancellation);
        var sound = rows.FindAll(seal.Holds);
        altered.AddRange(rows.Except(sound).Select(row => row.AsAltered()));
        var subjects = sound.Select(row => row.SubjectId).Distinct().ToArray();
        var belongs = await BelongsAsync(context, key, subjects, altered, cancellation);
        return sound.FindAll(row => row.Owner == key.Owner && row.ModelId == key.Model && keys.Accepts(row.Transform)
            && belongs?.Contains(row.SubjectId) != false);
    }

    /// <summary>Of a group's index, the subjects that are in the group; null where it is all of the owner's.</summary>
    async Task<HashSet<Guid>?> BelongsAsync(
        FaceAuthDbContext context, IndexKey key, IReadOnlyCollection<Guid>? subjects, List<AlteredRow> altered,
        CancellationToken cancellation)
    {
        if (key.Group is not { } group) return null;
        var (sound, forged) = await members.ReadAsync(context, group, subjects, cancellation);
        altered.AddRange(forged);
        return sound;
    }

    async IAsyncEnumerable<TemplateFields> SoundAsync(
        IQueryable<TemplateRow> rows, IndexKey key, HashSet<Guid>? belongs, List<AlteredRow> altered,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in rows.Select(TemplateFields.SelectedOf(key)).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (!seal.Holds(row)) altered.Add(row.AsAltered());
            else if (keys.Accepts(row.Transform) && belongs?.Contains(row.SubjectId) != false) yield return row;
        }
    }

    static IQueryable<TemplateRow> Of(FaceAuthDbContext context, IndexKey key)
    {
        var rows = context.Templates.Where(t => t.Subject!.Owner == key.Owner && t.ModelId == key.Model);
        return key.Group is not { } group ? rows
            : rows.Where(t => context.GroupMembers.Any(m => m.GroupId == group && m.SubjectId == t.SubjectId));
    }
}
