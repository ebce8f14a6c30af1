using System.Linq.Expressions;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Subjects;

/// <summary>Subjects as callers see them; a name that was altered in the database is reported, and its subject left out.</summary>
internal sealed class SubjectViews(NameSeal names, ISuspectTemplates suspects, AlteredRows altered)
{
    /// <summary>In the order in which they were made, at most so many.</summary>
    public async Task<List<StoredSubject>> ReadAsync(
        FaceAuthDbContext context, Expression<Func<SubjectRow, bool>> which, CancellationToken cancellation, int count = 1)
    {
        var found = await context.Subjects.AsNoTracking().Where(which).OrderBy(s => s.Id).Take(count)
            .Select(s => new StoredSubject(s.Id, s.Owner, s.NameHash, s.SealedName, s.WrappedKey, s.CreatedAt, s.Templates.Count,
                s.Templates.Where(t => t.Origin == TemplateOrigin.Enrolled).Max(t => (DateTimeOffset?)t.CreatedAt),
                s.Templates.Count(t => context.AlteredRows.Any(a => a.Kind == RowKind.Template && a.RowId == t.Id))))
            .ToListAsync(cancellation);
        var doubtful = found.Where(s => s.Suspects > 0).Select(s => s.Id).ToList();
        if (doubtful.Count == 0) return found;
        var sound = await suspects.CountSoundAsync(context, doubtful, cancellation);
        return found.ConvertAll(s => s with { TemplateCount = s.TemplateCount - s.Suspects + sound.GetValueOrDefault(s.Id) });
    }

    /// <summary>With the name that it was found by.</summary>
    public static Subject? Of(StoredSubject? stored, string name) =>
        stored is null ? null : new(stored.Id, stored.Owner, name, stored.CreatedAt, stored.TemplateCount, stored.EnrolledAt);

    /// <summary>With their names opened.</summary>
    public async Task<List<Subject>> OpenAsync(IEnumerable<StoredSubject> stored)
    {
        var (sound, forged) = (new List<Subject>(), new List<AlteredRow>());
        foreach (var subject in stored)
        {
            if (names.TryOpen(subject) is { } name) sound.Add(Of(subject, name)!);
            else forged.Add(new() { Kind = RowKind.Subject, RowId = subject.Id, SubjectId = subject.Id });
        }

        await altered.ReportAsync(forged);
        return sound;
    }

    /// <summary>A full page, or all that there are; altered ones are made up for by the next.</summary>
    /// <param name="after">The last subject of the page before; null for the first page.</param>
    /// <param name="count">Of a full page.</param>
    /// <param name="read">Reads so many after an id, and answers the last id that it read and those of them that are to be shown.</param>
    public async Task<List<Subject>> PageAsync(
        Guid? after, int count, Func<Guid, int, Task<(IReadOnlyList<StoredSubject> Read, IEnumerable<StoredSubject> Shown)>> read)
    {
        var page = new List<Subject>();
        for (var last = after ?? Guid.Empty; ;)
        {
            var wanted = count - page.Count;
            var (found, shown) = await read(last, wanted);
            page.AddRange(await OpenAsync(shown));
            if (page.Count == count || found.Count < wanted) return page;
            last = found[^1].Id;
        }
    }
}
