using System.Text.Json;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Audit;

/// <summary>The heads of the chains: each is held, read and moved on within its holder's transaction.</summary>
internal sealed class AuditHeads(
    StoreDatabase database, AuditSeal seal, AlteredSeal alarms, HeadMemory memory, StoreMetrics metrics, TimeProvider clock,
    ILogger<AuditHeads> logger)
{
    /// <summary>The action of the entry behind which a chain goes on after its head was altered, removed or put back.</summary>
    public const string Altered = "audit.head_altered";

    /// <summary>Who did what nobody asked for.</summary>
    public const string System = "system";

    /// <summary>No chain gets so far: a row that says so is not believed.</summary>
    const long MostEntries = 1L << 52;

    /// <summary>Holds a node's chain until the transaction ends, and gives its head, tracked.</summary>
    /// <remarks>
    /// One that was altered, removed or put back becomes the last entry that there is, and the next entry, written here, says so for
    /// good: no caller can forget it.
    /// </remarks>
    public async Task<AuditNodeRow> HoldAsync(FaceAuthDbContext context, string node, CancellationToken cancellation)
    {
        // held before in this transaction: what it is by now is not committed, and nothing to compare with or to remember
        if (context.AuditNodes.Local.FirstOrDefault(held => held.Node == node) is { } again) return again;
        var head = await database.HoldChainAsync(context, node, cancellation);
        if (head is not null && seal.Holds(head) && await IsNotBehindAsync(context, head, cancellation)) return head;

        var mended = await LastAsync(context, node, cancellation);
        if (head is null)
        {
            context.AuditNodes.Add(mended);
            // a chain's first entry, or a chain that somebody removed
            if (mended.Sequence == 0 && memory.LastOf(node) == 0) return mended;
            head = mended;
        }
        else
        {
            (head.Sequence, head.Hash) = (mended.Sequence, mended.Hash);
            (head.Checkpoints, head.SignedThrough) = (mended.Checkpoints, mended.SignedThrough);
        }

        StoreLog.HeadAltered(logger, node, head.Sequence);
        metrics.Altered(RowKind.AuditNode);
        await ChainAlarms.AddAsync(context, alarms, node, head.Sequence + 1, clock.GetUtcNow(), cancellation);
        var details = JsonSerializer.Serialize(new { after = head.Sequence, seen = memory.LastOf(node) });
        await AppendAsync(context, head, [ChainLink.Next(head, new(clock.GetUtcNow(), Altered, System, Details: details))], cancellation);
        memory.Tell(head);
        return head;
    }

    /// <summary>Saves entries that were linked to a chain, and its head behind them.</summary>
    public async Task AppendAsync(
        FaceAuthDbContext context, AuditNodeRow head, IReadOnlyCollection<AuditRow> rows, CancellationToken cancellation)
    {
        Seal(head);
        context.Audit.AddRange(rows);
        await SaveAsync(context, cancellation);
        // the number that the database gave it is under the authenticator too, so that no entry changes its place
        foreach (var row in rows) row.Authenticator = seal.Of(row);
        await context.SaveChangesAsync(cancellation);
    }

    /// <summary>Gives the head its authenticator; saving is the caller's.</summary>
    public void Seal(AuditNodeRow head) => head.Authenticator = seal.Of(head);

    /// <summary>Remembers a head that its holder has committed.</summary>
    public void Remember(AuditNodeRow head) => memory.Remember(head);

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

    async Task<bool> IsNotBehindAsync(FaceAuthDbContext context, AuditNodeRow head, CancellationToken cancellation)
    {
        if (!memory.IsBehind(head))
        {
            memory.Remember(head);
            return true;
        }

        // it is, and the chain says so already
        if (memory.ToldAt(head.Node) is not { } told || !await context.Audit.AnyAsync(
                a => a.Node == head.Node && a.Sequence == told.Sequence && a.Hash == told.Hash, cancellation))
            return false;
        memory.BeginAnew(head);
        return true;
    }

    /// <summary>The head as the entries and checkpoints say that are there: auditing goes on, and the check names what is broken.</summary>
    async Task<AuditNodeRow> LastAsync(FaceAuthDbContext context, string node, CancellationToken cancellation)
    {
        var entry = await context.Audit.AsNoTracking().Where(a => a.Node == node && a.Sequence < MostEntries)
            .OrderByDescending(a => a.Sequence).FirstOrDefaultAsync(cancellation);
        var signed = context.AuditCheckpoints.AsNoTracking()
            .Where(c => c.Node == node && c.Sequence < MostEntries && c.Number < MostEntries);
        var checkpoint = (await signed.OrderByDescending(c => c.Sequence).Take(16).ToListAsync(cancellation)).Find(seal.Holds);
        var number = await signed.MaxAsync(c => (long?)c.Number, cancellation) ?? 0;
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
