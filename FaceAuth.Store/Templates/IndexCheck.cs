using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Search;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Templates;

/// <inheritdoc/>
/// <remarks>
/// Ids are compared: the vectors' codes are made from the rows and never changed. What changes while it is compared looks like a
/// difference, so that each is looked at again after the index has caught up.
/// </remarks>
internal sealed class IndexCheck(
    StoreDatabase database, SearchRows rows, IndexCache indexes, TemplateChanges changes, AlteredRows altered, StoreMetrics metrics,
    ILogger<IndexCheck> logger) : IIndexCheck
{
    /// <summary>Templates between two looks at the cancellation.</summary>
    const int Batch = 10_000;

    /// <summary>Ids of one query.</summary>
    const int Confirmed = 500;

    /// <summary>How often what seems to differ is looked at again: a change that comes meanwhile is no difference.</summary>
    const int Looks = 3;

    public async ValueTask<IReadOnlyList<IndexFinding>> CheckAsync(Action<long, long> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var keys = indexes.Keys;
        var total = keys.Sum(key => (long)indexes.CountOf(key));
        var (done, findings) = (0L, new List<IndexFinding>());
        foreach (var key in keys)
        {
            var before = done;
            if (await CompareAsync(key, count => progress(before + count, Math.Max(total, before + count)), cancellation) is not { } found)
                continue;   // dropped meanwhile, or still being loaded: its load reads what there is
            done += found.Templates;
            findings.Add(found);
            if (!found.Differs) continue;
            indexes.Drop(one => one == key);
            metrics.IndexDiffered();
            StoreLog.IndexDiffered(logger, found.Missing, found.Templates, found.Extra);
        }

        return findings;
    }

    async Task<IndexFinding?> CompareAsync(IndexKey key, Action<long> progress, CancellationToken cancellation)
    {
        await changes.CatchUpAsync(cancellation);
        if (indexes.TemplatesOf(key) is not { } held) return null;
        var missing = new HashSet<Guid>();
        var count = 0;
        await database.ReadOnceAsync(async context =>
        {
            await foreach (var id in SearchRows.IdsAsync(context, key).WithCancellation(cancellation))
            {
                if (!held.Remove(id)) missing.Add(id);
                if (++count % Batch == 0) progress(count);
            }

            return true;
        }, cancellation);
        progress(count);

        var extra = held;
        for (var look = 0; look < Looks && missing.Count + extra.Count > 0; look++)
        {
            await changes.CatchUpAsync(cancellation);
            var real = await RealAsync(key, missing.Union(extra), cancellation);
            if (indexes.TemplatesOf(key) is not { } now) return null;
            missing.RemoveWhere(id => !real.Contains(id) || now.Contains(id));
            extra.RemoveWhere(id => real.Contains(id) || !now.Contains(id));
        }

        return new(key.Model, key.Group is not null, count, missing.Count, extra.Count);
    }

    /// <summary>Those of the ids that an index has to hold: what was altered from outside is none of them.</summary>
    async Task<HashSet<Guid>> RealAsync(IndexKey key, IEnumerable<Guid> ids, CancellationToken cancellation)
    {
        var real = new HashSet<Guid>();
        foreach (var batch in ids.Chunk(Confirmed))
        {
            var forged = new List<AlteredRow>();
            var found = await database.ReadAsync(context => rows.NamedAsync(context, key, batch, forged, cancellation), cancellation);
            await altered.ReportAsync(forged);
            real.UnionWith(found.Select(row => row.Id));
        }

        return real;
    }
}
