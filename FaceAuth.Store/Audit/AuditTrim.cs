using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Audit;

/// <summary>Removes old entries and leaves a signed anchor in each chain, from which the rest still proves itself.</summary>
internal sealed class AuditTrim(
    StoreDatabase database, AuditHeads heads, AuditCheckpoints checkpoints, IAuditLog audit, ErasureFlush flush, TimeProvider clock)
{
    /// <summary>Rows removed in one transaction, so that no other write waits for long.</summary>
    const int Batch = 5000;

    /// <summary>Removes of every chain the entries before the first one that is not older than <paramref name="before"/>.</summary>
    /// <remarks>What a crash leaves half done lies before the anchor, counts as removed, and is by the next call.</remarks>
    /// <returns>How many entries were removed.</returns>
    public async Task<long> RunAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        var nodes = await database.ReadAsync(context => context.AuditNodes.Select(n => n.Node).ToListAsync(cancellation), cancellation);
        var removed = 0L;
        foreach (var node in nodes)
        {
            if (await AnchorAsync(node, before, cancellation) is { } anchor) removed += await RemoveAsync(node, anchor, cancellation);
        }

        if (removed == 0) return 0;
        var details = $$"""{"before":"{{AuditEncoding.Time(before)}}","entries":{{removed}}}""";
        await audit.AppendAsync(new(clock.GetUtcNow(), "audit.trimmed", "system", Details: details), cancellation);
        await flush.RunAsync();
        return removed;
    }

    /// <summary>Signs the last entry to go; its number, or that of the last that went, null when none ever did.</summary>
    async Task<long?> AnchorAsync(string node, DateTimeOffset before, CancellationToken cancellation)
    {
        var (through, made) = await database.WriteAsync<(long?, AuditCheckpointRow?)>(async context =>
        {
            var (head, _) = await heads.HoldAsync(context, node, cancellation);
            var kept = await context.AuditCheckpoints.AsNoTracking()
                .Where(c => c.Node == node && c.Kind == AuditCheckpointRow.Trim)
                .OrderByDescending(c => c.Number).Select(c => (long?)c.Sequence).FirstOrDefaultAsync(cancellation);
            // by place and not by time: a clock that was set back makes no hole
            var last = await context.Audit.Where(a => a.Node == node && a.At >= before && a.Sequence > (kept ?? 0))
                .MinAsync(a => (long?)a.Sequence, cancellation) - 1 ?? head.Sequence;
            if (last <= (kept ?? 0)) return (kept, null);
            var hash = last == head.Sequence ? head.Hash
                : await context.Audit.Where(a => a.Node == node && a.Sequence == last).OrderBy(a => a.Id).Select(a => a.Hash)
                    .FirstOrDefaultAsync(cancellation)
                ?? throw new StoreException(
                    $"Entry {last} of the audit chain {node} is missing, so that what follows it could not be anchored. Run: " +
                    "faceauth audit verify");
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
}
