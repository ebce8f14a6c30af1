using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Audit;

/// <inheritdoc/>
internal sealed class AuditLog(StoreDatabase database) : IAuditLog
{
    public async ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Check.Name(entry.Action, Limits.Action);
        Check.Name(entry.Actor, Limits.Owner);
        Check.Bytes(entry.Details, Limits.AuditDetailsBytes);

        await database.UpdateAsync(async context =>
        {
            context.Audit.Add(new()
            {
                At = entry.At,
                Action = entry.Action,
                Actor = entry.Actor,
                SessionId = entry.SessionId,
                SubjectId = entry.SubjectId,
                Details = entry.Details,
            });
            return await context.SaveChangesAsync(cancellation);
        }, cancellation);
    }

    public async ValueTask<IReadOnlyList<AuditEntry>> RecentAsync(string? actor, int count, CancellationToken cancellation)
    {
        Check.Count(count, Limits.ListCount);
        return await database.ReadAsync(context => context.Audit
            .Where(a => actor == null || a.Actor == actor)
            .OrderByDescending(a => a.Id).Take(count)
            .Select(a => new AuditEntry(a.At, a.Action, a.Actor, a.SessionId, a.SubjectId, a.Details))
            .ToListAsync(cancellation), cancellation);
    }
}
