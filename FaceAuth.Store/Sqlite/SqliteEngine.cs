using System.Data;
using System.Data.Common;
using System.Globalization;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FaceAuth.Store.Sqlite;

/// <summary>SQLite: one file, write-ahead log, one writer at a time.</summary>
internal sealed class SqliteEngine(DatabaseFile file, IOptions<StoreOptions> options) : IStoreEngine
{
    readonly ScheduleFile _schedule = new(options.Value);

    public string Location => file.Path;

    public string Place => $"{file.Directory}: correct Store:Directory";

    public void Connect(DbContextOptionsBuilder context) =>
        context.UseSqlite(file.ConnectionString).AddInterceptors(new ConnectionSettings(options.Value));

    public bool OneWriter => true;

    // its own busy timeout waits
    public TimeSpan Patience => TimeSpan.Zero;

    public Task<bool> ExistsAsync(CancellationToken cancellation) => Task.FromResult(File.Exists(file.Path));

    public Task<string?> LackAsync(CancellationToken cancellation) => Task.FromResult<string?>(null);

    public Task PrepareAsync(CancellationToken cancellation)
    {
        file.Prepare();
        return Task.CompletedTask;
    }

    public async Task<IAsyncDisposable> LockAsync(CancellationToken cancellation) => await file.LockAsync(cancellation);

    public Task PrepareFirstAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task<IAsyncDisposable?> TryLockAsync(string name, CancellationToken cancellation) =>
        Task.FromResult<IAsyncDisposable?>(file.TryLock(name));

    public IDisposable Serve() => file.Serve();

    public string? OwnBackup => null;

    // SQLite's calls wait for the disk
    public Task<long> BackupAsync(string path, Action<int, int> progress, CancellationToken cancellation) =>
        Task.Run(() => SqliteBackup.Run(file.ConnectionString, path, progress, cancellation), cancellation);

    public async Task PrepareMigrationAsync(FaceAuthDbContext context, CancellationToken cancellation)
    {
        // writers and readers at the same time; kept in the file
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", cancellation);
        await DropMigrationLockAsync(context, cancellation);
    }

    public StoreException? Explain(Exception fault) => SqliteFaults.Explain(fault, file.Path);

    // a deferred transaction, whose first read takes the snapshot; of nothing uncommitted, which only a shared cache would show
    public IsolationLevel Snapshot => IsolationLevel.ReadUncommitted;

    public bool MayRetry(Exception fault) => false;

    public bool IsRefusal(Exception fault) => SqliteFaults.IsRefusal(fault);

    // a transaction that writes is alone from its beginning (BEGIN IMMEDIATE)
    public Task HoldAsync(FaceAuthDbContext context, string name, bool shared, CancellationToken cancellation) => Task.CompletedTask;

    public Task HoldSubjectsAsync(
        FaceAuthDbContext context, IReadOnlyList<Guid> subjects, bool shared, CancellationToken cancellation) => Task.CompletedTask;

    public Task HoldAccountAsync(FaceAuthDbContext context, Guid account, bool shared, CancellationToken cancellation) =>
        Task.CompletedTask;

    public Task<AuditNodeRow?> HoldChainAsync(FaceAuthDbContext context, string node, CancellationToken cancellation) =>
        context.AuditNodes.AsTracking().SingleOrDefaultAsync(n => n.Node == node, cancellation);

    /// <summary>Empties the write-ahead log (https://www.sqlite.org/pragma.html#pragma_wal_checkpoint).</summary>
    /// <remarks>In the file itself deleted rows are overwritten (secure_delete); the log holds older copies of the pages.</remarks>
    public async Task<bool> TryFlushErasedAsync(FaceAuthDbContext context)
    {
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await using var row = await command.ExecuteReaderAsync();
        // its first column: whether readers or writers kept it from emptying the log
        return !await row.ReadAsync() || row.GetInt32(0) == 0;
    }

    // a transaction stays in memory until its commit, and the log may have room from before that the database's file has not
    public Task TryRoomAsync(CancellationToken cancellation) => file.TryRoomAsync(cancellation);

    // one transaction writes at a time, so that numbers are given in the order of the commits
    public async Task<ChangesSince> ChangesAsync(FaceAuthDbContext context, string? since, int most, CancellationToken cancellation)
    {
        if (since is null)
        {
            var last = await context.Changes.MaxAsync(c => (long?)c.Id, cancellation) ?? 0;
            return new(last.ToString(CultureInfo.InvariantCulture), []);
        }

        var after = long.Parse(since, CultureInfo.InvariantCulture);
        var found = await context.Changes.AsNoTracking().Where(c => c.Id > after).OrderBy(c => c.Id).Take(most + 1)
            .ToListAsync(cancellation);
        if (found.Count > most) return (await ChangesAsync(context, null, most, cancellation)) with { Changes = null };
        return new(found.Count == 0 ? since : found[^1].Id.ToString(CultureInfo.InvariantCulture), found);
    }

    // AUTOINCREMENT goes by the highest number that there was
    public Task AfterCopyAsync(FaceAuthDbContext context, CancellationToken cancellation) => Task.CompletedTask;

    public DbDataSource Schedule => _schedule.Source;

    public Task PrepareScheduleAsync(CancellationToken cancellation) => _schedule.PrepareAsync(cancellation);

    /// <summary>Closes the idle connections; the last one to go empties the write-ahead log.</summary>
    public void Dispose()
    {
        using var connection = new SqliteConnection(file.ConnectionString);
        SqliteConnection.ClearPool(connection);
        _schedule.Dispose();
    }

    /// <summary>A process that died while migrating leaves EF Core's lock row behind, on which the next would wait for ever.</summary>
    /// <remarks>We hold the start-up lock, so whoever wrote the row is gone.</remarks>
    static async Task DropMigrationLockAsync(FaceAuthDbContext context, CancellationToken cancellation)
    {
        var tables = context.Database.SqlQueryRaw<string>("SELECT name AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'");
        if (await tables.AnyAsync(cancellation))
            await context.Database.ExecuteSqlRawAsync("DELETE FROM __EFMigrationsLock", cancellation);
    }
}
