using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Audit;

/// <summary>Checks one chain in the database, entry by entry, within its caller's snapshot.</summary>
/// <remarks>What retention may remove is told by it just as what <c>audit verify</c> says.</remarks>
internal sealed class ChainCheck(
    FaceAuthDbContext context, string node, AuditSeal seal, AuditOrigins origins, StoreSigner signer) : IDisposable
{
    // each checkpoint's own key: that the row is ours is said by its authenticator
    readonly PublicKeys _keys = new();
    ChainWalk? _walk;
    (long Last, byte[] Hash)? _stopped;

    public AuditChainReport Report => Walk.Report;

    public AuditFault? Fault => Walk.Fault;

    /// <summary>Number of the last entry that was walked over, before where it was to stop; or of the place that was trimmed to.</summary>
    public long Last => _stopped?.Last ?? Walk.Last;

    /// <summary>Hash of that entry.</summary>
    public byte[] Hash => _stopped?.Hash ?? Walk.Hash;

    ChainWalk Walk => _walk ??= new(node, _keys, row => signer.Verifies(AuditEncoding.SignedOf(row), row.Signature));

    /// <summary>Walks the chain to its end, or up to the first entry that is not older than <paramref name="before"/>.</summary>
    /// <param name="before">Where to stop; null for nowhere.</param>
    /// <param name="seen">Told of each entry that holds.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task RunAsync(DateTimeOffset? before, Func<AuditRow, Task>? seen, CancellationToken cancellation)
    {
        var anchor = await AuditPages.AnchorAsync(context, node, cancellation);
        if (anchor is not null) Walk.Begin(anchor.Sequence, anchor.Hash);
        if (!(await AuditPages.CheckpointsAsync(context, node, -1, Last, cancellation)).TrueForAll(Handle)) return;
        var isEnd = await EntriesAsync(before, long.MaxValue, seen, cancellation);
        if (Fault is null) await EndAsync(isEnd, cancellation);
    }

    /// <summary>Walks on behind an entry that was checked before, over so many entries at most.</summary>
    /// <param name="after">That entry; 0 for the beginning.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="most">How many.</param>
    /// <param name="seen">Told of each entry that holds.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>Whether the last entry was reached.</returns>
    public async Task<bool> GoOnAsync(
        long after, byte[] hash, long most, Func<AuditRow, Task>? seen, CancellationToken cancellation)
    {
        var anchor = await AuditPages.AnchorAsync(context, node, cancellation);
        var isPast = after > 0 && after >= (anchor?.Sequence ?? 0);
        if (isPast) Walk.Begin(after, hash);
        else if (anchor is not null) Walk.Begin(anchor.Sequence, anchor.Hash);
        // that entry may have been signed since it was checked
        var signed = await AuditPages.CheckpointsAsync(context, node, isPast ? Last - 1 : -1, Last, cancellation);
        if (!signed.TrueForAll(Handle)) return false;
        var isEnd = await EntriesAsync(null, most, seen, cancellation);
        if (Fault is null) await EndAsync(isEnd, cancellation);
        return isEnd;
    }

    public void Dispose() => _keys.Dispose();

    /// <summary>Answers whether the chain's end was reached.</summary>
    async Task<bool> EntriesAsync(
        DateTimeOffset? before, long most, Func<AuditRow, Task>? seen, CancellationToken cancellation)
    {
        var left = most;
        await foreach (var (entries, checkpoints) in AuditPages.ReadAsync(context, node, Last, long.MaxValue, cancellation))
        {
            var next = 0;
            foreach (var entry in entries)
            {
                var last = (Walk.Last, Walk.Hash);
                // its time is believed only where its authenticator holds, and what is before it is whole only where it follows
                if (!Walk.Handle(entry, Own)) return false;
                if (entry.At >= before)
                {
                    _stopped = last;
                    return false;
                }

                if (seen is not null) await seen(entry);
                for (; next < checkpoints.Count && checkpoints[next].Sequence <= Last; next++)
                    if (!Handle(checkpoints[next])) return false;
                if (--left == 0) return false;
            }
        }

        return true;
    }

    async Task EndAsync(bool isEnd, CancellationToken cancellation)
    {
        var beyond = !isEnd ? null : await context.AuditCheckpoints.Where(c => c.Node == node && c.Sequence > Last)
            .OrderByDescending(c => c.Sequence).FirstOrDefaultAsync(cancellation);
        if (beyond is not null && !Walk.HandleEnd(beyond.Sequence, null, $"Checkpoint {beyond.Number}")) return;
        var head = await context.AuditNodes.SingleOrDefaultAsync(n => n.Node == node, cancellation);
        if (head is null || !seal.Holds(head))
            Walk.Break(AuditFaultKind.Altered, Last, $"The chain's head was {(head is null ? "removed" : "altered")}.");
        else if (!isEnd || Walk.HandleEnd(head.Sequence, head.Hash, "The chain's head"))
        {
            if (head.Sequence < Last)
                Walk.Break(AuditFaultKind.Forked, head.Sequence + 1, $"The chain's head is entry {head.Sequence}.");
            else if (!await HasAllCheckpointsAsync(head, cancellation))
                Walk.Break(AuditFaultKind.Missing, head.SignedThrough, $"Some of the {head.Checkpoints} checkpoints were removed.");
        }
    }

    bool Handle(AuditCheckpointRow checkpoint)
    {
        if (checkpoint.PublicKey is { } key) _keys.TryAdd(key);
        // the signature first: it says more
        return Walk.Handle(checkpoint) && (seal.Holds(checkpoint)
            || Walk.Break(AuditFaultKind.Altered, checkpoint.Sequence, $"Checkpoint {checkpoint.Number} was altered."));
    }

    AuditFault? Own(AuditRow entry) =>
        !seal.Holds(entry) ? new(AuditFaultKind.Altered, entry.Sequence, "Its authenticator is not this deployment's.")
        : !origins.TryOpen(entry, out _) ? new(AuditFaultKind.AddressDoesNotOpen, entry.Sequence, "Its sealed address does not open.")
        : null;

    async Task<bool> HasAllCheckpointsAsync(AuditNodeRow head, CancellationToken cancellation)
    {
        var numbers = context.AuditCheckpoints.Where(c => c.Node == node).Select(c => c.Number);
        var (count, first, last) = (
            await numbers.LongCountAsync(cancellation),
            await numbers.MinAsync(n => (long?)n, cancellation) ?? 1,
            await numbers.MaxAsync(n => (long?)n, cancellation) ?? 0);
        // the first go by a trim alone
        return last == head.Checkpoints && count == last - first + 1
            && (first == 1 || await AuditPages.AnchorAsync(context, node, cancellation) is not null);
    }
}
