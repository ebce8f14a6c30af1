using System.Security.Cryptography;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Sessions;
using FaceAuth.Store.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Relational;

/// <summary>Makes the store ready, once: folder, database, migrations, master key, renewal of templates.</summary>
/// <remarks>The host runs it before anything else starts; a command without a host calls it itself. Safe from many threads.</remarks>
public sealed class StoreInitializer : IDisposable
{
    readonly DatabaseFile _file;
    readonly IDbContextFactory<FaceAuthDbContext> _contexts;
    readonly MasterKeySource _keySource;
    readonly TemplateKeys _keys;
    readonly TransformRenewal _renewal;
    readonly TimeProvider _clock;
    readonly ILogger _logger;
    readonly SemaphoreSlim _once = new(1, 1);
    bool _ready;

    internal StoreInitializer(
        DatabaseFile file, IDbContextFactory<FaceAuthDbContext> contexts, MasterKeySource keySource, TemplateKeys keys,
        TransformRenewal renewal, TimeProvider clock, ILogger<StoreInitializer> logger)
    {
        (_file, _contexts, _keySource, _keys) = (file, contexts, keySource, keys);
        (_renewal, _clock, _logger) = (renewal, clock, logger);
    }

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
            _file.Prepare();
            using (await _file.LockAsync(cancellation)) await OpenAsync(cancellation);
            _ready = true;
        }
        catch (Exception fault) when (StoreFaults.Explain(fault, _file.Path) is { } explained)
        {
            throw explained;
        }
        finally
        {
            _once.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _once.Dispose();

    async Task OpenAsync(CancellationToken cancellation)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        var migrated = await MigrateAsync(context, cancellation);
        await CheckKeyAsync(context, cancellation);
        await _renewal.RunAsync(cancellation);
        await OldVerdicts.MendAsync(context, cancellation);
        // what an erasure before a crash left in the log
        await LogFlush.CheckpointAsync(context);
        StoreLog.Opened(_logger, _file.Path, migrated);
    }

    async Task<int> MigrateAsync(FaceAuthDbContext context, CancellationToken cancellation)
    {
        var known = context.Database.GetMigrations().ToHashSet();
        var applied = await context.Database.GetAppliedMigrationsAsync(cancellation);
        if (applied.FirstOrDefault(migration => !known.Contains(migration)) is { } newer)
            throw new StoreException(
                $"The database {_file.Path} was written by a newer version (migration {newer}). Run that version, or restore a backup made before it.");

        var pending = known.Count - applied.Count();
        if (pending == 0) return 0;

        // writers and readers at the same time; kept in the file
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellation);
        await DropMigrationLockAsync(context, cancellation);
        await context.Database.MigrateAsync(cancellation);
        return pending;
    }

    /// <summary>A process that died while migrating leaves EF Core's lock row behind, on which the next would wait for ever.</summary>
    /// <remarks>We hold the start-up lock, so whoever wrote the row is gone.</remarks>
    static async Task DropMigrationLockAsync(FaceAuthDbContext context, CancellationToken cancellation)
    {
        var tables = context.Database.SqlQueryRaw<string>("SELECT name AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'");
        if (await tables.AnyAsync(cancellation)) await context.Database.ExecuteSqlRawAsync("DELETE FROM __EFMigrationsLock", cancellation);
    }

    async Task CheckKeyAsync(FaceAuthDbContext context, CancellationToken cancellation)
    {
        var info = await context.Info.SingleOrDefaultAsync(cancellation);
        var key = _keySource.Get(mayMake: info is null);
        if (info is null)
        {
            context.Info.Add(new() { KeyCheck = key.Check(), CreatedAt = _clock.GetUtcNow() });
            await context.SaveChangesAsync(cancellation);
        }
        else if (!CryptographicOperations.FixedTimeEquals(info.KeyCheck, key.Check()))
        {
            key.Dispose();
            throw new StoreException(
                $"The master key is not the one that the database {_file.Path} was made with. Set the right Store:MasterKey or Store:MasterKeyFile.");
        }

        _keys.Open(key);
    }
}
