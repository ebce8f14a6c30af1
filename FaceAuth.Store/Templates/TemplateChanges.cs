using FaceAuth.Store.Audit;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Templates;

/// <summary>Keeps the search indexes in step with what other processes commit.</summary>
/// <remarks>
/// Each change is written down in the transaction that makes it; what was committed since the last look is asked for, and those subjects
/// are read anew. So nothing is missed by a lost message or connection: after it the same question has a longer answer. This process's own
/// changes come too and are read once more, which mends what a commit of unknown outcome left. Safe from many threads.
/// </remarks>
internal sealed class TemplateChanges(
    StoreDatabase database, IStoreEngine engine, SearchRows rows, IndexCache indexes, AlteredRows altered,
    ILogger<TemplateChanges> logger) : IDisposable
{
    /// <summary>More changes than this at once, and an index is loaded anew when it is searched.</summary>
    internal const int Most = 2000;

    /// <summary>Changes kept in the database: whoever has missed more than this has missed more than <see cref="Most"/>.</summary>
    internal const int Kept = 20_000;

    // subjects of one query
    const int Batch = 500;

    readonly SemaphoreSlim _turn = new(1, 1);
    string? _mark;
    long _seen;   // changes since the old ones were last deleted

    /// <summary>From now on nothing that is committed is missed; called before an index is read.</summary>
    public async Task FollowAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_mark is null) await ReadAsync(cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Brings the indexes up to what is committed now.</summary>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (indexes.Keys.Count == 0) _mark = null;
            if (_mark is null) return;
            var before = _mark;
            if (await ReadAsync(cancellation) is not { } changes)
            {
                indexes.Drop(_ => true);
                StoreLog.IndexesDropped(logger);
                return;
            }

            try
            {
                await ApplyAsync(changes, cancellation);
            }
            catch
            {
                // asked for again
                _mark = before;
                throw;
            }

            await DeleteOldAsync(changes.Count, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    async Task<IReadOnlyList<ChangeRow>?> ReadAsync(CancellationToken cancellation)
    {
        var (mark, changes) = await database.ReadAsync(
            context => engine.ChangesAsync(context, _mark, Most, cancellation), cancellation);
        _mark = mark;
        return changes;
    }

    async Task ApplyAsync(IReadOnlyList<ChangeRow> changes, CancellationToken cancellation)
    {
        if (changes.Count == 0) return;
        var groups = changes.Select(change => change.GroupId).OfType<Guid>().ToHashSet();
        if (groups.Count > 0) indexes.Drop(key => key.Group is { } group && groups.Contains(group));
        foreach (var key in indexes.Keys)
        {
            var subjects = changes.Where(change => change.Owner == key.Owner && (change.ModelId ?? key.Model) == key.Model)
                .Select(change => change.SubjectId).OfType<Guid>().Distinct();
            foreach (var batch in subjects.Chunk(Batch)) await RenewAsync(key, batch.ToHashSet(), cancellation);
        }
    }

    /// <summary>Until none of them was changed here while it was read.</summary>
    async Task RenewAsync(IndexKey key, HashSet<Guid> subjects, CancellationToken cancellation)
    {
        while (subjects.Count > 0 && indexes.TryBeginRenewal(key))
        {
            var forged = new List<AlteredRow>();
            var templates = await database.ReadAsync(async context =>
            {
                var found = new List<StoredTemplate>();
                await foreach (var row in rows.ReadAsync(context, key, subjects, forged, cancellation))
                    found.Add(new(row.Id, row.SubjectId, row.Vector.ToArray()));
                return found;
            }, cancellation);
            subjects = [.. indexes.Renew(key, subjects, templates)];
            await altered.ReportAsync(forged);
        }
    }

    async Task DeleteOldAsync(int seen, CancellationToken cancellation)
    {
        _seen += seen;
        if (_seen < Kept / 10) return;
        await database.UpdateAsync(async context =>
        {
            var last = await context.Changes.MaxAsync(c => (long?)c.Id, cancellation) ?? 0;
            return await context.Changes.Where(c => c.Id <= last - Kept).ExecuteDeleteAsync(cancellation);
        }, cancellation);
        _seen = 0;
    }
}
