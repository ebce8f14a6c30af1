using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Audit;

/// <summary>Signs the heads of chains.</summary>
internal sealed class AuditCheckpoints(
    StoreDatabase database, AuditHeads heads, ChainNotes notes, AuditNode own, AuditSeal seal, IAuditSigner signer, TimeProvider clock,
    ILogger<AuditCheckpoints> logger)
{
    /// <summary>Who signs.</summary>
    public IAuditSigner Signer => signer;

    /// <summary>Signs a chain's head where there are entries that no checkpoint vouches for, or where it was altered.</summary>
    public async Task SignAsync(string node, CancellationToken cancellation)
    {
        var (head, made, named) = await database.WriteAsync<(AuditNodeRow?, AuditCheckpointRow?, IReadOnlyList<AuditNodeRow>)>(
            async context =>
            {
                // looked at before it is held: most times there is nothing to do
                var seen = await context.AuditNodes.AsNoTracking().SingleOrDefaultAsync(n => n.Node == node, cancellation);
                if (seen is null || !NeedsSigning(seen)) return (null, null, []);
                var held = await heads.HoldAsync(context, node, cancellation);
                if (held.Sequence <= held.SignedThrough) return (null, null, []);
                // only beside entries of its own: two idle nodes would else name each other for ever
                var others = node == own.Name ? await notes.AddAsync(context, held, cancellation) : [];
                return (held, await AddAsync(
                    context, held, AuditCheckpointRow.Head, held.Sequence, held.Hash, cancellation), others);
            }, cancellation);
        if (head is null || made is null) return;
        heads.Remember(head);
        notes.Remember(named);
        Announce(made);
    }

    /// <summary>Signs every chain's head, also those of nodes that are no more.</summary>
    public async Task SignAllAsync(CancellationToken cancellation)
    {
        var nodes = await database.ReadAsync(context => context.AuditNodes.ToListAsync(cancellation), cancellation);
        // a row that somebody put there is no node's: the check names it
        foreach (var node in nodes.Where(node => AuditNode.MayBe(node.Node) && NeedsSigning(node)))
            await SignAsync(node.Node, cancellation);
    }

    /// <summary>Signs one place of a chain that the caller holds, in the caller's transaction.</summary>
    public async Task<AuditCheckpointRow> AddAsync(
        FaceAuthDbContext context, AuditNodeRow head, string kind, long sequence, byte[] hash, CancellationToken cancellation)
    {
        head.Checkpoints++;
        head.SignedThrough = Math.Max(head.SignedThrough, sequence);
        heads.Seal(head);
        var checkpoint = new AuditCheckpointRow
        {
            Node = head.Node,
            Number = head.Checkpoints,
            Kind = kind,
            Sequence = sequence,
            Hash = hash,
            At = clock.GetUtcNow(),
            KeyId = signer.KeyId,
            PublicKey = signer.PublicKey,
        };
        checkpoint.Signature = signer.Sign(AuditEncoding.SignedOf(checkpoint));
        checkpoint.Authenticator = seal.Of(checkpoint);
        context.AuditCheckpoints.Add(checkpoint);
        await AuditHeads.SaveAsync(context, cancellation);
        return checkpoint;
    }

    /// <summary>Logs a checkpoint that is committed.</summary>
    /// <remarks>A log that is collected elsewhere keeps what who can write to the database could remove.</remarks>
    public void Announce(AuditCheckpointRow made) =>
        StoreLog.Checkpoint(logger, made.Node, made.Sequence, AuditEncoding.Hex(made.Hash), made.Number, made.KeyId);

    // a head that was altered is held, so that it is told
    bool NeedsSigning(AuditNodeRow head) => head.Sequence > head.SignedThrough || !seal.Holds(head);
}
