using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Audit;

/// <inheritdoc/>
internal sealed class AuditLog(StoreDatabase database, AuditWriter writer, AuditSeal seal, AlteredRows altered) : IAuditLog
{
    public async ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Check.Name(entry.Action, Limits.Action);
        Check.Name(entry.Actor, Limits.Owner);
        Check.Bytes(entry.Details, Limits.AuditDetailsBytes);

        await database.WriteAsync(async context =>
        {
            await writer.AppendAsync(context, [entry], cancellation);
            return true;
        }, cancellation);
    }

    public async ValueTask<IReadOnlyList<AuditEntry>> RecentAsync(string? actor, int count, CancellationToken cancellation)
    {
        Check.Count(count, Limits.ListCount);
        var rows = await database.ReadAsync(context => context.Audit
            .Where(a => actor == null || a.Actor == actor)
            .OrderByDescending(a => a.Id).Take(count)
            .ToListAsync(cancellation), cancellation);
        var forged = rows.Where(row => !seal.Holds(row)).ToHashSet();
        await altered.ReportAsync([.. forged.Select(row => new AlteredRow { Kind = RowKind.Audit, Number = row.Id })]);
        return [.. rows.Where(row => !forged.Contains(row))
            .Select(row => new AuditEntry(row.At, row.Action, row.Actor, row.SessionId, row.SubjectId, row.Details))];
    }
}
