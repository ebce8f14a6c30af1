using FaceAuth.Store.Audit;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Sessions;

/// <summary>Gives sessions authenticators under the present root key.</summary>
internal sealed class SessionRenewal(StoreDatabase database, SessionSeal seal, RowAuthenticator authenticator, AlteredRows altered)
    : IRenewedRows
{
    const int Page = 1024, Batch = 128;

    public string Name => "sessions";

    public async Task RenewAsync(Action<int> moved, CancellationToken cancellation)
    {
        var pace = new Pace();
        for (var after = Guid.Empty; ;)
        {
            var page = await database.ReadAsync(context => context.Sessions.Where(s => s.Id > after).OrderBy(s => s.Id).Take(Page)
                .Select(s => new { s.Id, s.Authenticator }).ToListAsync(cancellation), cancellation);
            foreach (var batch in page.Where(s => !authenticator.IsPresent(s.Authenticator)).Select(s => s.Id).Chunk(Batch))
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
        foreach (var row in await context.Sessions.AsNoTracking().Where(s => ids.Contains(s.Id)).ToListAsync(cancellation))
        {
            if (!seal.Holds(row)) forged.Add(SessionSeal.AsAltered(row));
            else
            {
                var (id, read, made) = (row.Id, row.Authenticator, seal.Of(row));
                // one that was changed meanwhile is under the present key already
                renewed += await context.Sessions.Where(s => s.Id == id && s.Authenticator == read)
                    .ExecuteUpdateAsync(set => set.SetProperty(s => s.Authenticator, made), cancellation);
            }
        }

        return renewed;
    }
}
