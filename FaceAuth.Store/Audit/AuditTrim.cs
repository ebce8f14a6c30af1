using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Audit;

/// <summary>Removes old entries and leaves a signed anchor in each chain, from which the rest still proves itself.</summary>
/// <remarks>What goes is checked before: a chain that was altered stays as it is, and the audit and the health check say so.</remarks>
internal sealed class AuditTrim(
    StoreDatabase database, AuditHeads heads, AuditCheckpoints checkpoints, ChainChecks checks, ChainFaults faults, IAuditLog audit,
    ErasureFlush flush, TimeProvider clock, ILogger<AuditTrim> logger)
{
    /// <summary>Rows removed in one transaction, so that no other write waits for long.</summary>
    const int Batch = 5000;

    /// <summary>Removes of every chain the entries before the first one that is not older than <paramref name="before"/>.</summary>
    /// <remarks>What a crash leaves half done lies before the anchor, counts as removed, and is by the next call.</remarks>
    /// <returns>How many entries were removed, and how many chains were left because they were altered.</returns>
    public async Task<(long Removed, int Altered)> RunAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        var nodes = await database.ReadAsync(context => context.AuditNodes.Select(n => n.Node).ToListAsync(cancellation), cancellation);
        var (removed, altered) = (0L, 0);
        foreach (var node in nodes)
        {
            var (last, hash, fault) = await CheckAsync(node, before, cancellation);
            if (fault is not null)
            {
                altered++;
                await TellAsync(node, fault, cancellation);
            }
            else if (await AnchorAsync(node, last, hash, cancellation) is { } anchor)
                removed += await RemoveAsync(node, anchor, cancellation);
        }

        if (removed == 0) return (0, altered);
        var details = $$"""{"before":"{{AuditEncoding.Time(before)}}","entries":{{removed}}}""";
        await audit.AppendAsync(new(clock.GetUtcNow(), "audit.trimmed", AuditHeads.System, Details: details), cancellation);
        await flush.RunAsync();
        return (removed, altered);
    }

    /// <summary>The last entry that may go, in a chain that holds up to there.</summary>
    /// <remarks>By place and not by time: a clock that was set back makes no hole.</remarks>
    Task<(long Last, byte[] Hash, AuditFault? Fault)> CheckAsync(
        string node, DateTimeOffset before, CancellationToken cancellation) => database.SnapshotAsync(async context =>
        {
            using var check = checks.Of(context, node);
            await check.RunAsync(before, null, cancellation);
            return (check.Last, check.Hash, check.Fault);
        }, cancellation);

    /// <summary>Signs the last entry to go; its number, or that of the last that went, null when none ever did.</summary>
    async Task<long?> AnchorAsync(string node, long last, byte[] hash, CancellationToken cancellation)
    {
        var (through, made) = await database.WriteAsync<(long?, AuditCheckpointRow?)>(async context =>
        {
            var head = await heads.HoldAsync(context, node, cancellation);
            var kept = await context.AuditCheckpoints.AsNoTracking()
                .Where(c => c.Node == node && c.Kind == AuditCheckpointRow.Trim)
                .OrderByDescending(c => c.Number).Select(c => (long?)c.Sequence).FirstOrDefaultAsync(cancellation);
            // cut off since it was looked at: the next run tells
            if (last <= (kept ?? 0) || last > head.Sequence) return (kept, null);
            // what was walked over is signed, whatever lies there by now
            return (last, await checkpoints.AddAsync(context, head, AuditCheckpointRow.Trim, last, hash, cancellation));
        }, cancellation);
        if (made is not null) checkpoints.Announce(made);
        return through;
    }

    async Task<long> RemoveAsync(string node, long through, CancellationToken cancellation)
    {
        var removed = 0L;
        while (true)
        {
            var count = await database.UpdateAsync(
                context => context.Audit.Where(a => context.Audit.Where(old => old.Node == node && old.Sequence <= through)
                    .OrderBy(old => old.Sequence).Take(Batch).Select(old => old.Id).Contains(a.Id)).ExecuteDeleteAsync(cancellation),
                cancellation);
            removed += count;
            if (count < Batch) break;
        }

        // of the checkpoints those before the first that still vouches for something; numbers stay without gaps
        await database.UpdateAsync(async context =>
        {
            var first = await context.AuditCheckpoints.Where(c => c.Node == node && c.Sequence >= through)
                .MinAsync(c => (long?)c.Number, cancellation);
            return await context.AuditCheckpoints.Where(c => c.Node == node && c.Number < first).ExecuteDeleteAsync(cancellation);
        }, cancellation);
        return removed;
    }

    async Task TellAsync(string node, AuditFault fault, CancellationToken cancellation)
    {
        await faults.TellAsync(node, fault, "audit.not_trimmed", cancellation);
        StoreLog.NotTrimmed(logger, AuditNode.Shown(node), fault.Sequence, fault.Words);
    }
}
