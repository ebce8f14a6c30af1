using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Audit;

/// <summary>Gives the heads and checkpoints of the audit's chains authenticators under the present root key.</summary>
/// <remarks>What the store signed by itself, for a host without a key of its own, is signed anew; other signatures stay.</remarks>
internal sealed class AuditChainRenewal(
    StoreDatabase database, AuditHeads heads, AuditSeal seal, StoreSigner signer, RowAuthenticator authenticator) : IRenewedRows
{
    const int Batch = 128;

    public string Name => "signatures and heads of the audit's chains";

    public async Task RenewAsync(Action<int> moved, CancellationToken cancellation)
    {
        var pace = new Pace();
        var nodes = await database.ReadAsync(
            context => context.AuditNodes.OrderBy(n => n.Node).Select(n => n.Node).ToListAsync(cancellation), cancellation);
        foreach (var node in nodes.Where(AuditNode.MayBe))
        {
            moved(await database.WriteAsync(context => HeadAsync(context, node, cancellation), cancellation));
            var checkpoints = await database.ReadAsync(context => context.AuditCheckpoints.Where(c => c.Node == node)
                .OrderBy(c => c.Number).Select(c => new { c.Number, c.Authenticator }).ToListAsync(cancellation), cancellation);
            var old = checkpoints.Where(c => !authenticator.IsPresent(c.Authenticator)).Select(c => c.Number);
            foreach (var batch in old.Chunk(Batch))
            {
                moved(await database.WriteAsync(context => CheckpointsAsync(context, node, batch, cancellation), cancellation));
                await pace.PauseAsync(cancellation);
            }
        }
    }

    async Task<int> HeadAsync(FaceAuthDbContext context, string node, CancellationToken cancellation)
    {
        var head = await heads.HoldAsync(context, node, cancellation);
        if (authenticator.IsPresent(head.Authenticator)) return 0;
        heads.Seal(head);
        await AuditHeads.SaveAsync(context, cancellation);
        return 1;
    }

    async Task<int> CheckpointsAsync(FaceAuthDbContext context, string node, long[] numbers, CancellationToken cancellation)
    {
        var renewed = 0;
        var rows = await context.AuditCheckpoints.AsNoTracking()
            .Where(c => c.Node == node && numbers.Contains(c.Number)).ToListAsync(cancellation);
        // one that was altered stays as it is: the check names it
        foreach (var row in rows.Where(seal.Holds))
        {
            var data = AuditEncoding.SignedOf(row);
            if (row.KeyId == StoreSigner.Id && signer.Verifies(data, row.Signature)) row.Signature = signer.Sign(data);
            var (number, signature, made) = (row.Number, row.Signature, seal.Of(row));
            renewed += await context.AuditCheckpoints.Where(c => c.Node == node && c.Number == number).ExecuteUpdateAsync(
                set => set.SetProperty(c => c.Signature, signature).SetProperty(c => c.Authenticator, made), cancellation);
        }

        return renewed;
    }
}
