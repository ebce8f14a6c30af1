using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Audit;

/// <summary>Gives what was written down of altered rows authenticators under the present root key.</summary>
internal sealed class AlteredRenewal(
    StoreDatabase database, AlteredSeal seal, RowAuthenticator authenticator, RenewalBatches batches) : IRenewedRows
{
    const int Page = 1024, Batch = 128;

    public string Name => "reports of altered rows";

    public async Task RenewAsync(Action<int> moved, CancellationToken cancellation)
    {
        var pace = new Pace();
        for (var done = 0; ; done += Page)
        {
            var skipped = done;
            var page = await database.ReadAsync(context => context.AlteredRows
                .OrderBy(a => a.Kind).ThenBy(a => a.RowId).ThenBy(a => a.Number).Skip(skipped).Take(Page).ToListAsync(cancellation),
                cancellation);
            // what does not hold is left as it is: it says nothing, and what it is about is told anew
            await batches.RunAsync(
                page.Where(a => !authenticator.IsPresent(a.Authenticator) && seal.Holds(a)), Batch,
                (context, batch, _) => RenewAsync(context, batch, cancellation), moved, pace, cancellation);
            if (page.Count < Page) return;
        }
    }

    async Task<int> RenewAsync(FaceAuthDbContext context, AlteredRow[] rows, CancellationToken cancellation)
    {
        var renewed = 0;
        foreach (var row in rows)
        {
            var (kind, id, number, read, made) = (row.Kind, row.RowId, row.Number, row.Authenticator, seal.Of(row));
            // one that was written anew meanwhile is under the present key already
            renewed += await context.AlteredRows.Where(
                    a => a.Kind == kind && a.RowId == id && a.Number == number && a.Authenticator == read)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.Authenticator, made), cancellation);
        }

        return renewed;
    }
}
