using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Audit;

/// <summary>Gives what says how far the audit was checked authenticators under the present root key.</summary>
internal sealed class AuditPointRenewal(
    StoreDatabase database, AuditSeal seal, RowAuthenticator authenticator, RenewalBatches batches) : IRenewedRows
{
    const int Batch = 128;

    public string Name => "points of the audit's checks";

    public async Task RenewAsync(Action<int> moved, CancellationToken cancellation)
    {
        // few: one a chain
        var rows = await database.ReadAsync(context => context.AuditPoints.OrderBy(p => p.Node)
            .Select(p => new { p.Node, p.Authenticator }).ToListAsync(cancellation), cancellation);
        await batches.RunAsync(
            rows.Where(p => !authenticator.IsPresent(p.Authenticator)).Select(p => p.Node), Batch,
            (context, batch, forged) => RenewAsync(context, batch, forged, cancellation), moved, new Pace(), cancellation);
    }

    async Task<int> RenewAsync(FaceAuthDbContext context, string[] nodes, List<AlteredRow> forged, CancellationToken cancellation)
    {
        var renewed = 0;
        foreach (var row in await context.AuditPoints.AsNoTracking().Where(p => nodes.Contains(p.Node)).ToListAsync(cancellation))
        {
            if (!seal.Holds(row)) forged.Add(AuditPoints.AsAltered(row.Node, 0));
            else
            {
                var (node, read, made) = (row.Node, row.Authenticator, seal.Of(row));
                // one that was moved on meanwhile is under the present key already
                renewed += await context.AuditPoints.Where(p => p.Node == node && p.Authenticator == read)
                    .ExecuteUpdateAsync(set => set.SetProperty(p => p.Authenticator, made), cancellation);
            }
        }

        return renewed;
    }
}
