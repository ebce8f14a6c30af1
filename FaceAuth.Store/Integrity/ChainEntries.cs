using FaceAuth.Store.Audit;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Integrity;

/// <summary>Puts audit entries of versions that had no chains into one of their own, in the order of their numbers.</summary>
/// <remarks>
/// Their authenticators are looked at before: an entry that was altered is chained as it is and keeps its own, so that it is told ever
/// after. Goes on where a crash stopped it.
/// </remarks>
internal sealed class ChainEntries(
    StoreDatabase database, AuditHeads heads, AuditSeal seal, AuditCheckpoints checkpoints, ILogger<ChainEntries> logger) : IStartStep
{
    /// <summary>The chain's name, in place of a node's.</summary>
    public const string Node = "earlier-versions";

    const int Batch = 1000;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var done = 0;
        while (true)
        {
            var count = await database.WriteAsync(async context =>
            {
                var rows = await context.Audit.Where(a => a.Node == null).OrderBy(a => a.Id).Take(Batch).ToListAsync(cancellation);
                if (rows.Count == 0) return 0;
                var head = await heads.HoldAsync(context, Node, cancellation);
                foreach (var row in rows) Chain(row, head);
                heads.Seal(head);
                await AuditHeads.SaveAsync(context, cancellation);
                return rows.Count;
            }, cancellation);
            done += count;
            if (count < Batch) break;
        }

        if (done == 0) return;
        await checkpoints.SignAsync(Node, cancellation);
        StoreLog.Chained(logger, done, Node);
    }

    void Chain(AuditRow row, AuditNodeRow head)
    {
        var isGenuine = seal.Holds(row);
        head.Sequence++;
        (row.Node, row.Sequence, row.Previous) = (Node, head.Sequence, head.Hash);
        row.Hash = head.Hash = AuditEncoding.HashOf(row);
        if (isGenuine) row.Authenticator = seal.Of(row);
    }
}
