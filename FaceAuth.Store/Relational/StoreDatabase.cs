using System.Diagnostics;
using System.Security.Cryptography;
using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Relational;

/// <summary>How the stores reach the database.</summary>
/// <remarks>
/// Where the engine has one writer, writers take turns here without holding a thread; readers never wait. Faults of the database come
/// out as <see cref="StoreException"/>. What may succeed at a second try is tried again, from its beginning and with a fresh context, as
/// long as nothing of it can have been committed; once an outage has outlasted that patience, no call waits for it any more.
/// </remarks>
internal sealed class StoreDatabase(
    IDbContextFactory<FaceAuthDbContext> contexts, IStoreEngine engine, IWriteFence fence, WriteHealth health) : IDisposable
{
    // of an engine with many writers: enough that two subjects seldom share one
    const int Gates = 64;

    // of a trial: as much as a page of PostgreSQL holds, so that no page with room for it is left over
    const int RoomBytes = 8000;

    static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    readonly StoreOutage _outage = new();
    readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, engine.OneWriter ? 1 : Gates).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Runs a query; entities are not tracked. It may be run again from its beginning.</summary>
    public Task<T> ReadAsync<T>(Func<FaceAuthDbContext, Task<T>> query, CancellationToken cancellation) =>
        RetriedAsync(() => QueryAsync(query, cancellation), cancellation);

    /// <summary>As <see cref="ReadAsync"/>, but never run again: what it has read may have been passed on.</summary>
    public Task<T> ReadOnceAsync<T>(Func<FaceAuthDbContext, Task<T>> query, CancellationToken cancellation) =>
        ExplainedAsync(() => QueryAsync(query, cancellation));

    /// <summary>Runs queries that all see the same snapshot; as <see cref="ReadOnceAsync"/>.</summary>
    public Task<T> SnapshotAsync<T>(Func<FaceAuthDbContext, Task<T>> queries, CancellationToken cancellation) =>
        ReadOnceAsync(async context =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync(engine.Snapshot, cancellation);
            return await queries(context);
        }, cancellation);

    /// <summary>Runs one statement that is its own transaction and writes nothing that a key protects.</summary>
    public Task<T> UpdateAsync<T>(Func<FaceAuthDbContext, Task<T>> statement, CancellationToken cancellation) =>
        // with a transaction around it a lost connection leaves no doubt whether it was done, unless it is lost in the commit
        engine.OneWriter ? GatedAsync(0, () => ExplainedAsync(() => WithContextAsync(statement, cancellation)), cancellation)
            : WriteAsync(statement, cancellation);

    /// <summary>Runs <paramref name="change"/> in one transaction: all of it is on disk when the call returns, or nothing.</summary>
    /// <remarks>
    /// <paramref name="committed"/> runs next, for one <paramref name="subject"/> in the order of the commits. A change may be run again
    /// from its beginning.
    /// </remarks>
    public Task<T> WriteAsync<T>(
        Func<FaceAuthDbContext, Task<T>> change, CancellationToken cancellation, Action<T>? committed = null, Guid subject = default)
    {
        if (!engine.OneWriter && committed is null) return CommittedAsync(change, cancellation);
        return GatedAsync((int)((uint)subject.GetHashCode() % (uint)_gates.Length), async () =>
        {
            var result = await CommittedAsync(change, cancellation);
            committed?.Invoke(result);
            return result;
        }, cancellation);
    }

    /// <summary>Tries whether there is room for a page more, and leaves nothing.</summary>
    /// <exception cref="StoreException">There is none, or the database cannot be reached.</exception>
    public Task TryRoomAsync(CancellationToken cancellation) => GatedAsync(0, () => ExplainedAsync(() => WithContextAsync(async context =>
    {
        await engine.TryRoomAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        // of no number that there is, or that another node tries at the same time; random, so that it is not made shorter
        context.Info.Add(new() { Id = -Random.Shared.Next(), KeyCheck = RandomNumberGenerator.GetBytes(RoomBytes) });
        await context.SaveChangesAsync(cancellation);
        await transaction.RollbackAsync(cancellation);
        return true;
    }, cancellation)), cancellation);

    /// <inheritdoc cref="IStoreEngine.HoldAsync"/>
    public Task HoldAsync(FaceAuthDbContext context, string name, CancellationToken cancellation, bool shared = false) =>
        engine.HoldAsync(context, name, shared, cancellation);

    /// <inheritdoc cref="IStoreEngine.HoldSubjectsAsync"/>
    public Task HoldSubjectsAsync(
        FaceAuthDbContext context, IReadOnlyList<Guid> subjects, CancellationToken cancellation, bool shared = false) =>
        engine.HoldSubjectsAsync(context, subjects, shared, cancellation);

    /// <inheritdoc cref="IStoreEngine.HoldAccountAsync"/>
    public Task HoldAccountAsync(FaceAuthDbContext context, Guid account, CancellationToken cancellation, bool shared = false) =>
        engine.HoldAccountAsync(context, account, shared, cancellation);

    /// <inheritdoc cref="IStoreEngine.HoldChainAsync"/>
    public Task<AuditNodeRow?> HoldChainAsync(FaceAuthDbContext context, string node, CancellationToken cancellation) =>
        engine.HoldChainAsync(context, node, cancellation);

    public void Dispose()
    {
        foreach (var gate in _gates) gate.Dispose();
    }

    Task<T> QueryAsync<T>(Func<FaceAuthDbContext, Task<T>> query, CancellationToken cancellation) => WithContextAsync(async context =>
    {
        using var span = StoreTracing.Begin("store read");
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return await query(context);
    }, cancellation);

    Task<T> CommittedAsync<T>(Func<FaceAuthDbContext, Task<T>> change, CancellationToken cancellation) =>
        RetriedAsync(() => WithContextAsync(async context =>
        {
            using var span = StoreTracing.Begin("store write");
            // what fails is begun anew as a whole, so that nothing goes back to a savepoint
            context.Database.AutoSavepointsEnabled = false;
            await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
            await fence.EnterAsync(context, cancellation);
            var changed = await change(context);
            try
            {
                await transaction.CommitAsync(CancellationToken.None);
            }
            catch (Exception fault) when (!engine.IsRefusal(fault))
            {
                throw InDoubt(fault);
            }

            health.HandleWritten();
            return changed;
        }, cancellation), cancellation);

    /// <summary>Lost or late on the way there or on the way back: a second try might do it twice.</summary>
    CommitInDoubtException InDoubt(Exception fault)
    {
        if (engine.Explain(fault) is StoreFullException full) health.HandleFull(full);
        return new(
            $"{engine.Location} was to store a change and did not say whether it has ({fault.GetBaseException().Message.TrimEnd('.')}). " +
            "Look whether it was stored before doing it again.", fault);
    }

    async Task<T> GatedAsync<T>(int gate, Func<Task<T>> write, CancellationToken cancellation)
    {
        await _gates[gate].WaitAsync(cancellation);
        try
        {
            return await write();
        }
        finally
        {
            _gates[gate].Release();
        }
    }

    Task<T> RetriedAsync<T>(Func<Task<T>> work, CancellationToken cancellation) => ExplainedAsync(async () =>
    {
        // in real time, whatever the application's clock says: what it waits for is a server or another node
        var began = Stopwatch.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(20); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                var done = await work();
                _outage.HandleAnswer();
                return done;
            }
            catch (Exception fault) when (
                fault is ChangedMeanwhileException
                // one of ours has been decided upon: a commit in doubt may have been done
                || (fault is not StoreException && engine.MayRetry(fault) && LastsSince(began) + pause < engine.Patience))
            {
                // begun anew below
            }

            // not all at the same moment: those who met once would meet again
            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), cancellation);
        }
    });

    /// <summary>How long was waited already: by this call, or before it by others.</summary>
    TimeSpan LastsSince(long began)
    {
        var (now, waited) = (Stopwatch.GetTimestamp(), Stopwatch.GetElapsedTime(began));
        var outage = _outage.HandleFault(now);
        return outage > waited ? outage : waited;
    }

    async Task<T> ExplainedAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (StoreException known)
        {
            health.HandleFault(known);
            throw;
        }
        catch (Exception fault) when (engine.Explain(fault) is { } explained)
        {
            health.HandleFault(explained);
            throw explained;
        }
    }

    async Task<T> WithContextAsync<T>(Func<FaceAuthDbContext, Task<T>> work, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await work(context);
    }
}
