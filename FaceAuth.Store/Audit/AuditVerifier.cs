using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Audit;

/// <summary>Checks the chains in the database.</summary>
internal sealed class AuditVerifier(StoreDatabase database, AuditSeal seal, AuditOrigins origins, StoreSigner signer)
{
    public Task<IReadOnlyList<AuditChainReport>> VerifyAsync(CancellationToken cancellation) =>
        database.SnapshotAsync<IReadOnlyList<AuditChainReport>>(async context =>
        {
            var reports = new List<AuditChainReport>();
            foreach (var node in await AuditPages.NodesAsync(context, cancellation))
                reports.Add(await WalkAsync(context, node, cancellation));
            var loose = await context.Audit.LongCountAsync(a => a.Node == null, cancellation);
            if (loose > 0)
                reports.Add(new("", 0, 0, 0, 0, [], new(AuditFaultKind.Altered, 0, $"{loose} entries are in no chain.")));
            return reports;
        }, cancellation);

    async Task<AuditChainReport> WalkAsync(FaceAuthDbContext context, string node, CancellationToken cancellation)
    {
        // each checkpoint's own key: that the row is ours is said by its authenticator
        using var keys = new PublicKeys();
        var walk = new ChainWalk(node, keys, row => signer.Verifies(AuditEncoding.SignedOf(row), row.Signature));
        var anchor = await AuditPages.AnchorAsync(context, node, cancellation);
        if (anchor is not null) walk.Begin(anchor.Sequence, anchor.Hash);
        if (await BeforeAsync() && await EntriesAsync()) await EndAsync();
        return walk.Report;

        async Task<bool> BeforeAsync() =>
            (await AuditPages.CheckpointsAsync(context, node, -1, walk.Last, cancellation)).TrueForAll(Check);

        async Task<bool> EntriesAsync()
        {
            await foreach (var (entries, checkpoints) in AuditPages.ReadAsync(context, node, walk.Last, long.MaxValue, cancellation))
            {
                var next = 0;
                foreach (var entry in entries)
                {
                    if (!walk.Handle(entry, Own)) return false;
                    for (; next < checkpoints.Count && checkpoints[next].Sequence <= walk.Last; next++)
                        if (!Check(checkpoints[next])) return false;
                }
            }

            return true;
        }

        async Task EndAsync()
        {
            var beyond = await context.AuditCheckpoints.Where(c => c.Node == node && c.Sequence > walk.Last)
                .OrderByDescending(c => c.Sequence).FirstOrDefaultAsync(cancellation);
            if (beyond is not null && !walk.HandleEnd(beyond.Sequence, null, $"Checkpoint {beyond.Number}")) return;
            var head = await context.AuditNodes.SingleOrDefaultAsync(n => n.Node == node, cancellation);
            if (head is null || !seal.Holds(head))
                walk.Break(AuditFaultKind.Altered, walk.Last, $"The chain's head was {(head is null ? "removed" : "altered")}.");
            else if (walk.HandleEnd(head.Sequence, head.Hash, "The chain's head"))
            {
                if (head.Sequence < walk.Last)
                    walk.Break(AuditFaultKind.Forked, head.Sequence + 1, $"The chain's head is entry {head.Sequence}.");
                else if (!await HasAllCheckpointsAsync(context, head, cancellation))
                    walk.Break(AuditFaultKind.Missing, head.SignedThrough, $"Some of the {head.Checkpoints} checkpoints were removed.");
            }
        }

        bool Check(AuditCheckpointRow checkpoint)
        {
            if (checkpoint.PublicKey is { } key) keys.TryAdd(key);
            // the signature first: it says more
            return walk.Handle(checkpoint) && (seal.Holds(checkpoint)
                || walk.Break(AuditFaultKind.Altered, checkpoint.Sequence, $"Checkpoint {checkpoint.Number} was altered."));
        }
    }

    AuditFault? Own(AuditRow entry) =>
        !seal.Holds(entry) ? new(AuditFaultKind.Altered, entry.Sequence, "Its authenticator is not this deployment's.")
        : !origins.TryOpen(entry, out _) ? new(AuditFaultKind.AddressDoesNotOpen, entry.Sequence, "Its sealed address does not open.")
        : null;

    static async Task<bool> HasAllCheckpointsAsync(FaceAuthDbContext context, AuditNodeRow head, CancellationToken cancellation)
    {
        var numbers = context.AuditCheckpoints.Where(c => c.Node == head.Node).Select(c => c.Number);
        var (count, first, last) = (
            await numbers.LongCountAsync(cancellation),
            await numbers.MinAsync(n => (long?)n, cancellation) ?? 1,
            await numbers.MaxAsync(n => (long?)n, cancellation) ?? 0);
        return last == head.Checkpoints && count == last - first + 1;
    }
}
