using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Audit;

/// <summary>Writes chains out for others to check.</summary>
internal sealed class AuditExporter(
    StoreDatabase database, IAuditLog audit, AuditCheckpoints checkpoints, AuditOrigins origins, TimeProvider clock)
{
    public async Task<long> ExportAsync(AuditExport what, Stream output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(what);
        var details = $$"""{"addresses":{{(what.WithAddresses ? "true" : "false")}}}""";
        await audit.AppendAsync(new(clock.GetUtcNow(), "audit.exported", "system", Details: details), cancellation);
        await checkpoints.SignAllAsync(cancellation);

        using var lines = new AuditLines(output);
        return await database.SnapshotAsync(async context =>
        {
            var keys = await context.AuditCheckpoints
                .Where(c => c.PublicKey != null && (what.Node == null || c.Node == what.Node))
                .Select(c => c.PublicKey!).Distinct().ToListAsync(cancellation);
            using var known = new PublicKeys();   // what somebody else wrote there is no key
            var trusted = keys.Where(known.TryAdd).Order(StringComparer.Ordinal);
            await lines.HeaderAsync(what, clock.GetUtcNow(), trusted, cancellation);
            var written = 0L;
            foreach (var node in await AuditPages.NodesAsync(context, cancellation))
                if (what.Node is null || node == what.Node) written += await ChainAsync(context, lines, node, what, cancellation);
            await lines.EndAsync(written, cancellation);
            return written;
        }, cancellation);
    }

    async Task<long> ChainAsync(FaceAuthDbContext context, AuditLines lines, string node, AuditExport what, CancellationToken cancellation)
    {
        var anchor = await AuditPages.AnchorAsync(context, node, cancellation);
        var start = anchor?.Sequence ?? 0;
        // all between the first and the last of that time, so that the chain has no hole where a clock was set back
        var those = context.Audit.Where(a => a.Node == node && a.Sequence > start);
        if (what.From is { } from) those = those.Where(a => a.At >= from);
        if (what.To is { } to) those = those.Where(a => a.At < to);
        var first = await those.MinAsync(a => (long?)a.Sequence, cancellation);
        var last = await those.MaxAsync(a => (long?)a.Sequence, cancellation);
        if (first is null || last is null) return 0;

        var before = await context.Audit.Where(a => a.Node == node && a.Sequence == first).OrderBy(a => a.Id)
            .Select(a => a.Previous).FirstAsync(cancellation);
        await lines.ChainAsync(node, first.Value - 1, before, last.Value, cancellation);
        if (anchor is not null && first == start + 1) await lines.CheckpointAsync(anchor, cancellation);
        var written = 0L;
        await foreach (var (entries, signed) in AuditPages.ReadAsync(context, node, first.Value - 1, last.Value, cancellation))
        {
            var next = 0;
            foreach (var entry in entries)
            {
                await lines.EntryAsync(entry, what.WithAddresses ? Open(entry) : null, cancellation);
                for (; next < signed.Count && signed[next].Sequence <= entry.Sequence; next++)
                    await lines.CheckpointAsync(signed[next], cancellation);
            }

            written += entries.Count;
        }

        // to the end: what vouches for entries that are gone has to be seen too
        if (what.To is null)
            foreach (var beyond in await AuditPages.CheckpointsAsync(context, node, last.Value, long.MaxValue, cancellation))
                await lines.CheckpointAsync(beyond, cancellation);
        return written;
    }

    AuditOrigin? Open(AuditRow entry) => origins.TryOpen(entry, out var origin) ? origin : throw new StoreException(
        $"The sealed address of entry {entry.Sequence} of {entry.Node} does not open. Run: faceauth audit verify");
}
