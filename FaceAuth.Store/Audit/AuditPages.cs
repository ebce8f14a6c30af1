using System.Runtime.CompilerServices;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Audit;

/// <summary>Reads chains in their order, a page at a time, within the caller's snapshot.</summary>
internal static class AuditPages
{
    const int Page = 2000;

    /// <summary>Every node that has entries, a head or a checkpoint.</summary>
    public static Task<List<string>> NodesAsync(FaceAuthDbContext context, CancellationToken cancellation) =>
        context.AuditNodes.Select(n => n.Node)
            .Union(context.AuditCheckpoints.Select(c => c.Node))
            .Union(context.Audit.Where(a => a.Node != null).Select(a => a.Node!))
            .OrderBy(node => node).ToListAsync(cancellation);

    /// <summary>The last place that was trimmed to; null where nothing was.</summary>
    public static Task<AuditCheckpointRow?> AnchorAsync(FaceAuthDbContext context, string node, CancellationToken cancellation) =>
        context.AuditCheckpoints.Where(c => c.Node == node && c.Kind == AuditCheckpointRow.Trim)
            .OrderByDescending(c => c.Number).FirstOrDefaultAsync(cancellation);

    /// <summary>Entries of a chain between two places, both excluded and included in this order, each page with its checkpoints.</summary>
    public static async IAsyncEnumerable<(List<AuditRow> Entries, List<AuditCheckpointRow> Checkpoints)> ReadAsync(
        FaceAuthDbContext context, string node, long after, long through, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (sequence, id, signed) = (after, long.MaxValue, after);
        while (true)
        {
            var entries = await context.Audit
                .Where(a => a.Node == node && a.Sequence >= sequence && a.Sequence <= through && (a.Sequence > sequence || a.Id > id))
                .OrderBy(a => a.Sequence).ThenBy(a => a.Id).Take(Page).ToListAsync(cancellation);
            if (entries.Count == 0) yield break;
            (sequence, id) = (entries[^1].Sequence, entries[^1].Id);
            var checkpoints = await CheckpointsAsync(context, node, signed, sequence, cancellation);
            signed = sequence;
            yield return (entries, checkpoints);
        }
    }

    /// <summary>Checkpoints of entries between two places, the first excluded.</summary>
    public static Task<List<AuditCheckpointRow>> CheckpointsAsync(
        FaceAuthDbContext context, string node, long after, long through, CancellationToken cancellation) =>
        context.AuditCheckpoints.Where(c => c.Node == node && c.Sequence > after && c.Sequence <= through)
            .OrderBy(c => c.Sequence).ThenBy(c => c.Number).ToListAsync(cancellation);
}
