using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Audit;

/// <summary>Signs the heads of chains.</summary>
internal sealed class AuditCheckpoints(
    StoreDatabase database, AuditHeads heads, AuditSeal seal, IAuditSigner signer, TimeProvider clock, ILogger<AuditCheckpoints> logger)
{
    /// <summary>Signs a chain's head where there are entries that no checkpoint vouches for.</summary>
    public async Task SignAsync(string node, CancellationToken cancellation)
    {
        var made = await database.WriteAsync(async context =>
        {
            // looked at before it is held: most times there is nothing to do
            if (!await context.AuditNodes.AnyAsync(n => n.Node == node && n.Sequence > n.SignedThrough, cancellation)) return null;
            var (head, _) = await heads.HoldAsync(context, node, cancellation);
            return head.Sequence > head.SignedThrough
                ? await AddAsync(context, head, AuditCheckpointRow.Head, head.Sequence, head.Hash, cancellation) : null;
        }, cancellation);
        if (made is not null) Announce(made);
    }

    /// <summary>Signs every chain's head, also those of nodes that are no more.</summary>
    public async Task SignAllAsync(CancellationToken cancellation)
    {
        var nodes = await database.ReadAsync(
            context => context.AuditNodes.Where(n => n.Sequence > n.SignedThrough).Select(n => n.Node).ToListAsync(cancellation),
            cancellation);
        foreach (var node in nodes) await SignAsync(node, cancellation);
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
}
