using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Audit;

/// <summary>Gives audit entries authenticators under the present root key.</summary>
internal sealed class AuditRenewal(StoreDatabase database, AuditSeal seal, RowAuthenticator authenticator, RenewalBatches batches)
    : IRenewedRows
{
    const int Page = 1024, Batch = 128;

    public string Name => "audit entries";

    public async Task RenewAsync(Action<int> moved, CancellationToken cancellation)
    {
        var pace = new Pace();
        for (var after = 0L; ;)
        {
            var page = await database.ReadAsync(context => context.Audit.Where(a => a.Id > after).OrderBy(a => a.Id).Take(Page)
                .Select(a => new { a.Id, a.Authenticator }).ToListAsync(cancellation), cancellation);
            await batches.RunAsync(
                page.Where(a => !authenticator.IsPresent(a.Authenticator)).Select(a => a.Id), Batch,
                (context, batch, forged) => RenewAsync(context, batch, forged, cancellation), moved, pace, cancellation);
            if (page.Count < Page) return;
            after = page[^1].Id;
        }
    }

    async Task<int> RenewAsync(FaceAuthDbContext context, long[] ids, List<AlteredRow> forged, CancellationToken cancellation)
    {
        var renewed = 0;
        foreach (var row in await context.Audit.AsNoTracking().Where(a => ids.Contains(a.Id)).ToListAsync(cancellation))
        {
            if (!seal.Holds(row)) forged.Add(new() { Kind = RowKind.Audit, Number = row.Id });
            else
            {
                var (id, made) = (row.Id, seal.Of(row));
                renewed += await context.Audit.Where(a => a.Id == id)
                    .ExecuteUpdateAsync(set => set.SetProperty(a => a.Authenticator, made), cancellation);
            }
        }

        return renewed;
    }
}
