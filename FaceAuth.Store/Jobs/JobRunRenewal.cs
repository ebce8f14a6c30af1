using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Jobs;

/// <summary>Gives runs that may still be begun or recovered authenticators under the present root key.</summary>
internal sealed class JobRunRenewal(StoreDatabase database, JobRunSeal seal, RowAuthenticator authenticator, RenewalBatches batches)
    : IRenewedRows
{
    const int Batch = 128;

    public string Name => "runs of jobs";

    public async Task RenewAsync(Action<int> moved, CancellationToken cancellation)
    {
        var pace = new Pace();
        // few: what waits and what is kept are bounded
        var rows = await database.ReadAsync(
            context => context.JobRuns
                .Where(r => r.State == JobRunState.Waiting || r.State == JobRunState.Running || r.State == JobRunState.Lost)
                .OrderBy(r => r.Id).Select(r => new { r.Id, r.Authenticator }).ToListAsync(cancellation), cancellation);
        await batches.RunAsync(
            rows.Where(r => !authenticator.IsPresent(r.Authenticator)).Select(r => r.Id), Batch,
            (context, batch, forged) => RenewAsync(context, batch, forged, cancellation), moved, pace, cancellation);
    }

    async Task<int> RenewAsync(FaceAuthDbContext context, long[] ids, List<AlteredRow> forged, CancellationToken cancellation)
    {
        var renewed = 0;
        foreach (var row in await context.JobRuns.AsNoTracking().Where(r => ids.Contains(r.Id)).ToListAsync(cancellation))
        {
            if (!seal.Holds(row)) forged.Add(JobRunSeal.AsAltered(row));
            else
            {
                var (id, read, made) = (row.Id, row.Authenticator, seal.Of(row));
                // one that was begun meanwhile is under the present key already
                renewed += await context.JobRuns.Where(r => r.Id == id && r.Authenticator == read)
                    .ExecuteUpdateAsync(set => set.SetProperty(r => r.Authenticator, made), cancellation);
            }
        }

        return renewed;
    }
}
