using System.Text.Json;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>Appends audit entries to this node's chain within a transaction that its caller commits.</summary>
/// <remarks>The chain is held until then, so append last.</remarks>
internal sealed class AuditWriter(
    AuditNode node, AuditHeads heads, AuditSeal seal, AuditOrigins origins, CheckpointTurn turn, TimeProvider clock)
{
    const string System = "system";

    public async Task AppendAsync(FaceAuthDbContext context, IEnumerable<AuditEntry> entries, CancellationToken cancellation)
    {
        var added = entries.ToList();
        if (added.Count == 0) return;
        var (head, mended) = await heads.HoldAsync(context, node.Name, cancellation);
        if (mended) added.Insert(0, new(clock.GetUtcNow(), "audit.head_altered", System));

        var rows = added.ConvertAll(entry => Chain(entry, head));
        heads.Seal(head);
        context.Audit.AddRange(rows);
        await AuditHeads.SaveAsync(context, cancellation);
        // the number that the database gave it is under the authenticator too, so that no entry changes its place
        foreach (var row in rows) row.Authenticator = seal.Of(row);
        await context.SaveChangesAsync(cancellation);
        turn.Count(rows.Count);
    }

    AuditRow Chain(AuditEntry entry, AuditNodeRow head)
    {
        head.Sequence++;
        var row = new AuditRow
        {
            Node = head.Node,
            Sequence = head.Sequence,
            Previous = head.Hash,
            At = entry.At,
            Action = entry.Action,
            Actor = entry.Actor,
            SessionId = entry.SessionId,
            SubjectId = entry.SubjectId,
            Details = entry.Details,
            Outcome = entry.Decision?.Outcome,
            Reasons = ListOf(entry.Decision?.Reasons),
            Models = ListOf(entry.Decision?.Models),
            Thresholds = entry.Decision?.Thresholds,
            Origin = origins.Seal(entry.Origin, head.Node, head.Sequence),
        };
        row.Hash = head.Hash = AuditEncoding.HashOf(row);
        return row;
    }

    static string? ListOf(IReadOnlyList<string>? texts) => texts is null ? null : JsonSerializer.Serialize(texts);
}
