using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>Appends audit entries to this node's chain within a transaction that its caller commits.</summary>
/// <remarks>The chain is held until then, so append last.</remarks>
internal sealed class AuditWriter(AuditNode node, AuditHeads heads, AuditOrigins origins, CheckpointTurn turn)
{
    /// <summary>The head that it then has, which the caller may have remembered once it is committed; null for no entries.</summary>
    public async Task<AuditNodeRow?> AppendAsync(
        FaceAuthDbContext context, IEnumerable<AuditEntry> entries, CancellationToken cancellation)
    {
        var added = entries.ToList();
        if (added.Count == 0) return null;
        var head = await heads.HoldAsync(context, node.Name, cancellation);
        var rows = added.ConvertAll(
            entry => ChainLink.Next(head, entry, origins.Seal(entry.Origin, head.Node, head.Sequence + 1)));
        await heads.AppendAsync(context, head, rows, cancellation);
        turn.Count(rows.Count);
        return head;
    }
}
