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
    public Task InitializeAsync(CancellationToken cancellation) => ReadyAsync(mayMake: true, cancellation);

    /// <summary>Makes a store ready that is there; where there is none, none is made.</summary>
    /// <exception cref="StoreException">There is none; or as <see cref="InitializeAsync"/>.</exception>
    public Task InitializeExistingAsync(CancellationToken cancellation) => ReadyAsync(mayMake: false, cancellation);

    async Task ReadyAsync(bool mayMake, CancellationToken cancellation)
    {
        await _once.WaitAsync(cancellation);
        try
        {
            if (_ready) return;
            // before anything is made: folder, file, lock, key
            if (!mayMake && (await LookAsync(cancellation)).Absence is { } absence) throw new StoreException(absence);
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
            var isThere = applied.Count > 0 && await context.Info.AnyAsync(cancellation);
            var isPart = !isThere && applied.Count == known.Count && await HasRowsAsync(context, cancellation);
            return new(_engine.Location, applied, [.. known.Except(applied)], [.. applied.Except(known)],
                applied.Count == known.Count ? null : await _engine.LackAsync(cancellation),
                isThere || isPart ? null : $"There is no store in {_engine.Place}, or make one there. Run: faceauth db migrate", isPart);
        }
        catch (Exception fault) when (_engine.Explain(fault) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>Whether the master key of the settings opens the store; where there is none of this version, nothing is looked at.</summary>
    /// <exception cref="StoreException">It does not, or the database cannot be opened.</exception>
    public async Task CheckKeyAsync(CancellationToken cancellation)
    {
        if (await LookAsync(cancellation) is not { Absence: null, IsPartOfCopy: false, Pending.Count: 0, Unknown.Count: 0 }) return;
        await ExplainedAsync(async () =>
        {
            foreach (var step in _steps) await step.CheckAsync(cancellation);
            return true;
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _once.Dispose();

    /// <summary>Makes the tables of an empty database and has them filled, under the start-up lock; the store is not opened.</summary>
    internal Task FillAsync(Func<IStoreEngine, Task> fill, CancellationToken cancellation) => ExplainedAsync(async () =>
    {
        await _engine.PrepareAsync(cancellation);
        await using var held = await _engine.LockAsync(cancellation);
        await _engine.PrepareFirstAsync(cancellation);
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
        await _engine.PrepareFirstAsync(cancellation);
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
        if (!await context.Info.AnyAsync(cancellation) && await HasRowsAsync(context, cancellation))
            throw new StoreException(
                $"{_engine.Location} holds part of a copy, or the row that says whose it is was deleted. Finish the copy with faceauth " +
                "db copy, restore a backup, or name an empty database.");
    }

    /// <summary>Whether any table that a copy fills has a row.</summary>
    static Task<bool> HasRowsAsync(FaceAuthDbContext context, CancellationToken cancellation)
    {
        var tables = StoreTables.Copied(context.Model).Select(table => $"""EXISTS (SELECT 1 FROM "{table.GetTableName()}")""");
#pragma warning disable EF1002 // the names are the model's own
        return context.Database.SqlQueryRaw<bool>($"""SELECT {string.Join(" OR ", tables)} AS "Value" """).SingleAsync(cancellation);
#pragma warning restore EF1002
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
                $"{_engine.Location} was written by a newer version (migration {newer}). Run that version, or restore a " +
                "backup made before it.");

        var pending = known.Count - applied.Count;
        if (pending == 0) return 0;
        await _engine.PrepareMigrationAsync(context, cancellation);
        await context.Database.MigrateAsync(cancellation);
        return pending;
    }
}
