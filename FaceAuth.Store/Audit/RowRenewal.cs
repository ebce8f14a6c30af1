using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Audit;

/// <summary>Gives the rows of one table authenticators under the present root key, from the first id to the last.</summary>
internal abstract class RowRenewal<TRow>(StoreDatabase database, RowAuthenticator authenticator, RenewalBatches batches) : IRenewedRows
    where TRow : class, IAuthenticatedRow
{
    const int Page = 1024, Batch = 128;

    public abstract string Name { get; }

    public async Task RenewAsync(Action<int> moved, CancellationToken cancellation)
    {
        var pace = new Pace();
        for (var after = Guid.Empty; ;)
        {
            var page = await database.ReadAsync(context => context.Set<TRow>().Where(r => r.Id > after).OrderBy(r => r.Id).Take(Page)
                .Select(r => new { r.Id, r.Authenticator }).ToListAsync(cancellation), cancellation);
            await batches.RunAsync(
                page.Where(r => !authenticator.IsPresent(r.Authenticator)).Select(r => r.Id), Batch,
                (context, batch, forged) => RenewAsync(context, batch, forged, cancellation), moved, pace, cancellation);
            if (page.Count < Page) return;
            after = page[^1].Id;
        }
    }

    /// <summary>The rows, with whatever their authenticators cover.</summary>
    protected abstract IQueryable<TRow> Whole(FaceAuthDbContext context);

    protected abstract bool Holds(TRow row);

    /// <summary>The authenticator under the present root key.</summary>
    protected abstract byte[] Of(TRow row);

    protected abstract AlteredRow AsAltered(TRow row);

    async Task<int> RenewAsync(FaceAuthDbContext context, Guid[] ids, List<AlteredRow> forged, CancellationToken cancellation)
    {
        var renewed = 0;
        foreach (var row in await Whole(context).AsNoTracking().Where(r => ids.Contains(r.Id)).ToListAsync(cancellation))
        {
            if (!Holds(row)) forged.Add(AsAltered(row));
            else
            {
                var (id, read, made) = (row.Id, row.Authenticator, Of(row));
                // one that was changed meanwhile is under the present key already
                renewed += await context.Set<TRow>().Where(r => r.Id == id && r.Authenticator == read)
                    .ExecuteUpdateAsync(set => set.SetProperty(r => r.Authenticator, made), cancellation);
            }
        }

        return renewed;
    }
}
