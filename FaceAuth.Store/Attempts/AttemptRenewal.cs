using FaceAuth.Store.Audit;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Attempts;

/// <summary>Gives counts of failed attempts authenticators under the present root key.</summary>
internal sealed class AttemptRenewal(StoreDatabase database, AttemptSeal seal, AlteredRows altered) : IRenewedRows
{
    const int Page = 1024, Batch = 128;

    public string Name => "counts of attempts";

    public async Task RenewAsync(Action<int> moved, CancellationToken cancellation)
    {
        var pace = new Pace();
        for (var after = Guid.Empty; ;)
        {
            var page = await database.ReadAsync(context => context.FaceAttempts.Where(a => a.Id > after).OrderBy(a => a.Id).Take(Page)
                .Select(a => new { a.Id, a.Authenticator }).ToListAsync(cancellation), cancellation);
            foreach (var batch in page.Where(a => !seal.IsPresent(a.Authenticator)).Select(a => a.Id).Chunk(Batch))
            {
                var forged = new List<AlteredRow>();
                moved(await database.WriteAsync(context =>
                {
                    forged.Clear();
                    return RenewAsync(context, batch, forged, cancellation);
                }, cancellation));
                await altered.ReportAsync(forged);
                await pace.PauseAsync(cancellation);
            }

            if (page.Count < Page) return;
            after = page[^1].Id;
        }
    }

    async Task<int> RenewAsync(FaceAuthDbContext context, Guid[] ids, List<AlteredRow> forged, CancellationToken cancellation)
    {
        var renewed = 0;
        foreach (var row in await context.FaceAttempts.AsNoTracking().Where(a => ids.Contains(a.Id)).ToListAsync(cancellation))
        {
            if (!seal.Holds(row)) forged.Add(AttemptSeal.AsAltered(row));
            else
            {
                var (id, read, made) = (row.Id, row.Authenticator, seal.Of(row));
                // one that was counted in meanwhile is under the present key already
                renewed += await context.FaceAttempts.Where(a => a.Id == id && a.Authenticator == read)
                    .ExecuteUpdateAsync(set => set.SetProperty(a => a.Authenticator, made), cancellation);
            }
        }

        return renewed;
    }
}
