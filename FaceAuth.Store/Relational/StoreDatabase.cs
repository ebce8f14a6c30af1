using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Relational;

/// <summary>How the stores reach the database.</summary>
/// <remarks>
/// Writers take turns here without holding a thread, so that what follows a commit follows in order; readers never wait. Faults of the
/// database come out as <see cref="Contracts.StoreException"/>.
/// </remarks>
internal sealed class StoreDatabase(IDbContextFactory<FaceAuthDbContext> contexts, IStoreEngine engine) : IDisposable
{
    readonly SemaphoreSlim _writer = new(1, 1);

    /// <summary>Runs a query; entities are not tracked.</summary>
    public Task<T> ReadAsync<T>(Func<FaceAuthDbContext, Task<T>> query, CancellationToken cancellation) =>
        RunAsync(async context =>
        {
            context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
            return await query(context);
        }, cancellation);

    /// <summary>Runs one statement that is its own transaction.</summary>
    public Task<T> UpdateAsync<T>(Func<FaceAuthDbContext, Task<T>> statement, CancellationToken cancellation) =>
        GatedAsync(() => RunAsync(statement, cancellation), cancellation);

    /// <summary>Runs <paramref name="change"/> in one transaction: all of it is on disk when the call returns, or nothing.</summary>
    /// <remarks><paramref name="committed"/> runs next, in the order of the commits.</remarks>
    public Task<T> WriteAsync<T>(Func<FaceAuthDbContext, Task<T>> change, CancellationToken cancellation, Action<T>? committed = null) =>
        GatedAsync(async () =>
        {
            var result = await RunAsync(async context =>
            {
                await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
                var changed = await change(context);
                await transaction.CommitAsync(CancellationToken.None);
                return changed;
            }, cancellation);
            committed?.Invoke(result);
            return result;
        }, cancellation);

    public void Dispose() => _writer.Dispose();

    async Task<T> GatedAsync<T>(Func<Task<T>> write, CancellationToken cancellation)
    {
        await _writer.WaitAsync(cancellation);
        try
        {
            return await write();
        }
        finally
        {
            _writer.Release();
        }
    }

    async Task<T> RunAsync<T>(Func<FaceAuthDbContext, Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellation);
            return await work(context);
        }
        catch (Exception fault) when (engine.Explain(fault) is { } explained)
        {
            throw explained;
        }
    }
}
