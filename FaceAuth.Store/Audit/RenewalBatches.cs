using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>Runs a rotation's work on rows in short transactions, with a pause between them, and reports what was found altered.</summary>
internal sealed class RenewalBatches(StoreDatabase database, AlteredRows altered)
{
    /// <summary>One transaction a batch.</summary>
    /// <param name="ids">Of the rows that are to be renewed.</param>
    /// <param name="size">How many of them one transaction takes.</param>
    /// <param name="renew">Renews those that hold and names those that do not; returns how many it renewed. It may be run again.</param>
    /// <param name="moved">Told how many each transaction renewed.</param>
    /// <param name="pace">The pauses.</param>
    /// <param name="cancellation">Ends it between two transactions.</param>
    public async Task RunAsync<T>(
        IEnumerable<T> ids, int size, Func<FaceAuthDbContext, T[], List<AlteredRow>, Task<int>> renew, Action<int> moved, Pace pace,
        CancellationToken cancellation)
    {
        foreach (var batch in ids.Chunk(size))
        {
            var forged = new List<AlteredRow>();
            moved(await database.WriteAsync(context =>
            {
                forged.Clear();
                return renew(context, batch, forged);
            }, cancellation));
            await altered.ReportAsync(forged);
            await pace.PauseAsync(cancellation);
        }
    }
}
