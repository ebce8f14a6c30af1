using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Relational;

/// <summary>Makes the store ready, once: database, migrations, then each <see cref="IStartStep"/>.</summary>
/// <remarks>The host runs it before anything else starts; a command without a host calls it itself. Safe from many threads.</remarks>
public sealed class StoreInitializer : IDisposable
{
    readonly IStoreEngine _engine;
    readonly IDbContextFactory<FaceAuthDbContext> _contexts;
    readonly IEnumerable<IStartStep> _steps;
    readonly ILogger _logger;
    readonly SemaphoreSlim _once = new(1, 1);
    bool _ready;

    internal StoreInitializer(
        IStoreEngine engine, IDbContextFactory<FaceAuthDbContext> contexts, IEnumerable<IStartStep> steps,
        ILogger<StoreInitializer> logger) =>
        (_engine, _contexts, _steps, _logger) = (engine, contexts, steps, logger);

    /// <summary>Makes the store ready; returns at once when it is.</summary>
    /// <exception cref="StoreException">
    /// The database cannot be opened or written, is damaged, was written by a newer version, or belongs to another master key.
    /// </exception>
    public async Task InitializeAsync(CancellationToken cancellation)
    {
        await _once.WaitAsync(cancellation);
        try
        {
            if (_ready) return;
            await _engine.PrepareAsync(cancellation);
            await using (await _engine.LockAsync(cancellation)) await OpenAsync(cancellation);
            _ready = true;
        }
        catch (Exception fault) when (_engine.Explain(fault) is { } explained)
        {
            throw explained;
        }
        finally
        {
            _once.Release();
        }
    }

    /// <summary>Looks at the database's migrations without making or changing anything.</summary>
    /// <exception cref="StoreException">The database cannot be opened.</exception>
    public async Task<StoreStatus> LookAsync(CancellationToken cancellation)
    {
        try
        {
            var exists = await _engine.ExistsAsync(cancellation);
            await using var context = await _contexts.CreateDbContextAsync(cancellation);
            var known = context.Database.GetMigrations().ToList();
            var applied = exists ? await AppliedAsync(context, cancellation) : [];
            return new(_engine.Location, applied, [.. known.Except(applied)], [.. applied.Except(known)]);
        }
        catch (Exception fault) when (_engine.Explain(fault) is { } explained)
        {
            throw explained;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _once.Dispose();

    /// <summary>Makes the tables of an empty database and has them filled, under the start-up lock; the store is not opened.</summary>
    internal Task FillAsync(Func<IStoreEngine, Task> fill, CancellationToken cancellation) => ExplainedAsync(async () =>
    {
        await _engine.PrepareAsync(cancellation);
        await using var held = await _engine.LockAsync(cancellation);
        await using (var context = await _contexts.CreateDbContextAsync(cancellation)) await MigrateAsync(context, cancellation);
        await fill(_engine);
        return true;
    });

    /// <summary>Puts the database's own faults into words that say what to do.</summary>
    internal async Task<T> ExplainedAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception fault) when (_engine.Explain(fault) is { } explained)
        {
            throw explained;
        }
    }

    async Task OpenAsync(CancellationToken cancellation)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        var migrated = await MigrateAsync(context, cancellation);
        await CheckWholeAsync(context, cancellation);
        foreach (var step in _steps) await step.RunAsync(cancellation);
        // what an erasure before a crash left
        await _engine.TryFlushErasedAsync(context);
        StoreLog.Opened(_logger, _engine.Location, migrated);
    }

    /// <summary>A copy that was broken off has rows and no key's check value: opened, it would pass for a new store.</summary>
    async Task CheckWholeAsync(FaceAuthDbContext context, CancellationToken cancellation)
    {
        if (await context.Info.AnyAsync(cancellation)) return;
        if (await context.Users.AnyAsync(cancellation) || await context.Subjects.AnyAsync(cancellation)
            || await context.Sessions.AnyAsync(cancellation) || await context.Audit.AnyAsync(cancellation)
            || await context.RelyingParties.AnyAsync(cancellation) || await context.Groups.AnyAsync(cancellation)
            || await context.AlteredRows.AnyAsync(cancellation) || await context.DailyFigures.AnyAsync(cancellation))
            throw new StoreException(
                $"The database {_engine.Location} holds part of a copy. Finish it with faceauth db copy, or name an empty database.");
    }

    // asked first: of an empty database some providers log the question's failure as an error
    static async Task<List<string>> AppliedAsync(FaceAuthDbContext context, CancellationToken cancellation) =>
        await context.GetService<IRelationalDatabaseCreator>().HasTablesAsync(cancellation)
            ? [.. await context.Database.GetAppliedMigrationsAsync(cancellation)] : [];

    async Task<int> MigrateAsync(FaceAuthDbContext context, CancellationToken cancellation)
    {
        var known = context.Database.GetMigrations().ToHashSet();
        var applied = await AppliedAsync(context, cancellation);
        if (applied.Find(migration => !known.Contains(migration)) is { } newer)
            throw new StoreException(
                $"The database {_engine.Location} was written by a newer version (migration {newer}). Run that version, or restore a " +
                "backup made before it.");

        var pending = known.Count - applied.Count;
        if (pending == 0) return 0;
        await _engine.PrepareMigrationAsync(context, cancellation);
        await context.Database.MigrateAsync(cancellation);
        return pending;
    }
}
