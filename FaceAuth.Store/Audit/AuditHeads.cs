using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Audit;

/// <summary>The heads of the chains: each is held, read and moved on within its holder's transaction.</summary>
internal sealed class AuditHeads(StoreDatabase database, AuditSeal seal, ILogger<AuditHeads> logger)
{
    /// <summary>Holds a node's chain until the transaction ends, and gives its head, tracked.</summary>
    /// <returns>Also whether the head was altered from outside, and is the last entry that there is now.</returns>
    public async Task<(AuditNodeRow Head, bool Mended)> HoldAsync(FaceAuthDbContext context, string node, CancellationToken cancellation)
    {
        var head = await database.HoldChainAsync(context, node, cancellation);
        if (head is not null && seal.Holds(head)) return (head, false);

        var mended = await LastAsync(context, node, cancellation);
        if (head is null)
        {
            context.AuditNodes.Add(mended);
            // a chain's first entry, or a head that somebody removed
            if (mended.Sequence == 0) return (mended, false);
            head = mended;
        }
        else
        {
            (head.Sequence, head.Hash) = (mended.Sequence, mended.Hash);
            (head.Checkpoints, head.SignedThrough) = (mended.Checkpoints, mended.SignedThrough);
        }

        StoreLog.HeadAltered(logger, node, head.Sequence);
        return (head, true);
    }

    /// <summary>Gives the head its authenticator; saving is the caller's.</summary>
    public void Seal(AuditNodeRow head) => head.Authenticator = seal.Of(head);

    /// <summary>Saves what was added to a chain; where another did the same at the same time, all is begun anew.</summary>
    public static async Task SaveAsync(FaceAuthDbContext context, CancellationToken cancellation)
    {
        try
        {
            await context.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new ChangedMeanwhileException();
        }
    }

    /// <summary>The head as the entries and checkpoints say that are there: auditing goes on, and the check names what is broken.</summary>
    static async Task<AuditNodeRow> LastAsync(FaceAuthDbContext context, string node, CancellationToken cancellation)
    {
        var entry = await context.Audit.AsNoTracking().Where(a => a.Node == node)
            .OrderByDescending(a => a.Sequence).FirstOrDefaultAsync(cancellation);
        var checkpoint = await context.AuditCheckpoints.AsNoTracking().Where(c => c.Node == node)
            .OrderByDescending(c => c.Sequence).FirstOrDefaultAsync(cancellation);
        var number = await context.AuditCheckpoints.Where(c => c.Node == node).MaxAsync(c => (long?)c.Number, cancellation) ?? 0;
        var (sequence, hash) = (entry?.Sequence ?? 0, entry?.Hash ?? AuditEncoding.Start);
        if (checkpoint is not null && checkpoint.Sequence > sequence) (sequence, hash) = (checkpoint.Sequence, checkpoint.Hash);
        return new()
        {
            Node = node,
            Sequence = sequence,
            Hash = hash,
            Checkpoints = number,
            SignedThrough = checkpoint?.Sequence ?? 0,
        };
    }
}
