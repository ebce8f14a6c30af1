using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Audit;

/// <summary>Writes chains out for others to check.</summary>
internal sealed class AuditExporter(
    StoreDatabase database, IAuditLog audit, AuditCheckpoints checkpoints, AuditVerifier verifier, AuditOrigins origins,
    TimeProvider clock)
{
    public async Task<AuditExported> ExportAsync(AuditExport what, Stream output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(what);
        var details = $$"""{"addresses":{{(what.WithAddresses ? "true" : "false")}}}""";
        await audit.AppendAsync(new(clock.GetUtcNow(), "audit.exported", what.By ?? AuditHeads.System, Details: details), cancellation);
        await checkpoints.SignAllAsync(cancellation);

        using var lines = new AuditLines(output);
        return await database.SnapshotAsync(async context =>
        {
            // what is signed here is vouched for: only what the database proves
            var reports = await verifier.VerifyAsync(context, what.Node, cancellation);
            var isWhole = reports.All(report => report.Fault is null or { Kind: AuditFaultKind.HeadAltered });
            await lines.HeaderAsync(what, clock.GetUtcNow(), await KeysAsync(context, what, cancellation), cancellation);
            var (written, chains) = (0L, 0);
            foreach (var node in await AuditPages.NodesAsync(context, cancellation))
            {
                // a name that no node can have would make the whole file unreadable; the check has told of it
                if ((what.Node is not null && node != what.Node) || !AuditNode.MayBe(node)) continue;
                if (await ChainAsync(context, lines, node, what, cancellation) is not { } entries) continue;
                written += entries;
                chains++;
            }

            await lines.EndAsync(written, chains, isWhole ? checkpoints.Signer : null, cancellation);
            return new AuditExported(written, isWhole);
        }, cancellation);
    }

    async Task<IEnumerable<string>> KeysAsync(FaceAuthDbContext context, AuditExport what, CancellationToken cancellation)
    {
        var keys = await context.AuditCheckpoints
            .Where(c => c.PublicKey != null && (what.Node == null || c.Node == what.Node))
            .Select(c => c.PublicKey!).Distinct().ToListAsync(cancellation);
        if (checkpoints.Signer.PublicKey is { } own && !keys.Contains(own)) keys.Add(own);
        using var known = new PublicKeys();   // what somebody else wrote there is no key
        return keys.Where(known.TryAdd).Order(StringComparer.Ordinal).ToList();
    }

    /// <summary>How many entries were written; null where the chain has none of that time.</summary>
    async Task<long?> ChainAsync(FaceAuthDbContext context, AuditLines lines, string node, AuditExport what, CancellationToken cancellation)
    {
        var anchor = await AuditPages.AnchorAsync(context, node, cancellation);
        var start = anchor?.Sequence ?? 0;
        // all between the first and the last of that time, so that the chain has no hole where a clock was set back
        var those = context.Audit.Where(a => a.Node == node && a.Sequence > start);
        if (what.From is { } from) those = those.Where(a => a.At >= from);
        if (what.To is { } to) those = those.Where(a => a.At < to);
        var first = await those.MinAsync(a => (long?)a.Sequence, cancellation);
        var last = await those.MaxAsync(a => (long?)a.Sequence, cancellation);
        if (first is null || last is null)
        {
            // trimmed whole: where it went on from is seen all the same
            if (anchor is null || what.From is not null || what.To is not null) return null;
            await lines.ChainAsync(node, anchor.Sequence, anchor.Hash, anchor.Sequence, cancellation);
            await lines.CheckpointAsync(anchor, cancellation);
            return 0;
        }

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
        $"The sealed address of entry {entry.Sequence} of {AuditNode.Shown(entry.Node!)} does not open. Run: faceauth audit verify");
}
