using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Templates;

/// <summary>The templates of one subject and model: those that hold, and those that were altered.</summary>
internal sealed class OwnTemplates(TemplateKeys keys, TemplateSeal seal)
{
    /// <summary>Reads and checks them, enrolled ones first; <c>Sound</c> are those to compare, of whatever transform is accepted.</summary>
    public async Task<(List<TemplateFields> Sound, List<TemplateFields> Altered)> ReadAsync(
        FaceAuthDbContext context, Guid subjectId, string model, CancellationToken cancellation)
    {
        // of every generation: a row whose generation was altered is found too
        var rows = await context.Templates.AsNoTracking().Where(t => t.SubjectId == subjectId && t.ModelId == model)
            .OrderBy(t => t.Origin).Select(TemplateFields.Selected).ToListAsync(cancellation);
        var altered = rows.FindAll(row => !seal.Holds(row));
        return (rows.FindAll(row => !altered.Contains(row) && keys.Accepts(row.Transform)), altered);
    }

    public static TemplateSetVersion VersionOf(List<TemplateFields> rows) => TemplateSetVersion.Of(rows.Select(row => row.Id));
}
