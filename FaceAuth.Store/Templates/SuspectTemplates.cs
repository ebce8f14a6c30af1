using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Subjects;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Templates;

/// <inheritdoc/>
/// <remarks>
/// Their own authenticators decide: whoever writes down that a genuine template was altered, or puts an altered one right again, leaves
/// nobody unenrolled by it.
/// </remarks>
internal sealed class SuspectTemplates(TemplateKeys keys, TemplateSeal seal) : ISuspectTemplates
{
    public async Task<IReadOnlyDictionary<Guid, int>> CountSoundAsync(
        FaceAuthDbContext context, IReadOnlyCollection<Guid> subjects, CancellationToken cancellation)
    {
        var counts = new Dictionary<Guid, int>();
        var rows = context.Templates.AsNoTracking().Where(t => subjects.Contains(t.SubjectId)
            && context.AlteredRows.Any(a => a.Kind == RowKind.Template && a.RowId == t.Id)).Select(TemplateFields.Selected);
        // one at a time: where all were altered they would be many
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation))
            if (seal.Holds(row) && keys.Accepts(row.Transform))
                counts[row.SubjectId] = counts.GetValueOrDefault(row.SubjectId) + 1;
        return counts;
    }
}
