using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>Appends audit entries within a transaction that its caller commits.</summary>
internal sealed class AuditWriter(AuditSeal seal)
{
    public async Task AppendAsync(FaceAuthDbContext context, IEnumerable<AuditEntry> entries, CancellationToken cancellation)
    {
        var rows = entries.Select(entry => new AuditRow
        {
            At = entry.At,
            Action = entry.Action,
            Actor = entry.Actor,
            SessionId = entry.SessionId,
            SubjectId = entry.SubjectId,
            Details = entry.Details,
        }).ToList();
        context.Audit.AddRange(rows);
        await context.SaveChangesAsync(cancellation);
        // the number that the database gave it is under the authenticator too, so that no entry changes its place
        foreach (var row in rows) row.Authenticator = seal.Of(row);
        await context.SaveChangesAsync(cancellation);
    }
}
