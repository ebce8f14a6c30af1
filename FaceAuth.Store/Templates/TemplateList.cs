using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Templates;

/// <inheritdoc/>
internal sealed class TemplateList(StoreDatabase database, TemplateSeal seal, AlteredRows altered) : ITemplateList
{
    public async ValueTask<TemplatePage> ListAsync(Guid subjectId, Guid? after, int count, CancellationToken cancellation)
    {
        Check.Count(count, Limits.ListCount);
        var rows = await database.ReadAsync(
            context => context.Templates.AsNoTracking().Where(t => t.SubjectId == subjectId && (after == null || t.Id > after))
                .OrderBy(t => t.Id).Take(count + 1).Select(TemplateFields.Selected).ToListAsync(cancellation), cancellation);
        var isLast = rows.Count <= count;
        if (!isLast) rows.RemoveAt(count);
        var sound = rows.FindAll(seal.Holds);
        await altered.ReportAsync([.. rows.Except(sound).Select(row => row.AsAltered())]);
        return new(
            sound.ConvertAll(row => new TemplateRecord(row.Id, row.ModelId, row.Quality, row.Origin, row.CreatedAt)),
            isLast ? null : rows[^1].Id);
    }
}
