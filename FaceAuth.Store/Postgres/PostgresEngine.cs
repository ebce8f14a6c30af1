using System.Buffers.Binary;
using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Options;
using Npgsql;

namespace FaceAuth.Store.Postgres;

/// <summary>PostgreSQL with pgvector: many writers on many nodes, kept apart by row locks and named (advisory) locks.</summary>
/// <remarks>
/// Transactions run at READ COMMITTED: a statement after a lock sees what the last holder committed. Serializable ones would make every
/// two enrolments of a model conflict, for each looks at the model's templates and adds to them.
/// </remarks>
internal sealed class PostgresEngine : IStoreEngine
{
    // a start waits so many times as long: who starts first may have tables to alter, and others are before it
    const int Starts = 6;

    readonly StoreOptions _options;
    readonly NpgsqlConnectionStringBuilder _settings;
    readonly Lazy<NpgsqlDataSource> _source;

    public PostgresEngine(IOptions<StoreOptions> options)
    {
        _options = options.Value;
        _settings = ConnectionText.Read(_options);
        Location = $"PostgreSQL database {_settings.Database} on {Hosts(_settings)}";
        _source = new(() =>
        {
            var source = new NpgsqlDataSourceBuilder(_settings.ConnectionString);
            source.UseVector();
            return source.Build();
        });
    }

    public string Location { get; }

    public string Place => $"{Location}: correct Store:ConnectionString";

    public bool OneWriter => false;

    public TimeSpan Patience => TimeSpan.FromSeconds(_options.BusyTimeoutSeconds);

    public void Connect(DbContextOptionsBuilder context) => Connect(context, _source.Value);

    /// <summary>What design time needs too, so that it sees the same model.</summary>
    public static void Connect(DbContextOptionsBuilder context, NpgsqlDataSource source)
    {
        context.UseNpgsql(source, npgsql => npgsql.UseVector());
        context.ReplaceService<IModelCustomizer, PostgresModel>();
        context.ReplaceService<IMigrationsAssembly, PostgresMigrations>();
    }

    public async Task<bool> ExistsAsync(CancellationToken cancellation)
    {
        await PrepareAsync(cancellation);
        return true;
    }

    public async Task<string?> LackAsync(CancellationToken cancellation)
    {
        await using var server = PostgresServer.Reach(_settings, Location);
        return await server.LackAsync(cancellation);
    }

    public async Task PrepareAsync(CancellationToken cancellation)
    {
        await using var server = PostgresServer.Reach(_settings, Location);
        await server.CheckAsync(cancellation);
    }

    public async Task<IAsyncDisposable> LockAsync(CancellationToken cancellation)
    {
        var server = PostgresServer.Reach(_settings, Location);
        try
        {
            await server.LockAsync(KeyOf("start"), Patience * Starts, cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    // the driver learns the types of a database with its first connection; of several hosts it learns them no second time
    public async Task PrepareFirstAsync(CancellationToken cancellation)
    {
        await using var server = PostgresServer.Reach(_settings, Location);
        await server.AddExtensionAsync(cancellation);
    }

    public async Task<IAsyncDisposable?> TryLockAsync(string name, CancellationToken cancellation)
    {
        var server = PostgresServer.Reach(_settings, Location);
        try
        {
            if (await server.TryLockAsync(KeyOf(name), cancellation)) return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        await server.DisposeAsync();
        return null;
    }

    public IDisposable? Serve() => null;

    public string OwnBackup =>
        $"{Location} is backed up by PostgreSQL's own program: pg_dump --format=custom --file=FILE DATABASE. See docs/backup.md.";

    public Task<long> BackupAsync(string path, Action<int, int> progress, CancellationToken cancellation) =>
        throw new NotSupportedException(OwnBackup);

    public async Task PrepareMigrationAsync(FaceAuthDbContext context, CancellationToken cancellation)
    {
        await context.Database.OpenConnectionAsync(cancellation);
        // who looked at the database before it had the extension knows its types without
        await ((NpgsqlConnection)context.Database.GetDbConnection()).ReloadTypesAsync(cancellation);
        // else EF Core asks for it and logs its absence as an error
        await context.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellation);
    }

    public StoreException? Explain(Exception fault) => PostgresFaults.Explain(fault, _settings, Location);

    public IsolationLevel Snapshot => IsolationLevel.RepeatableRead;

    public bool MayRetry(Exception fault) => PostgresFaults.MayRetry(fault);

    public bool IsRefusal(Exception fault) => PostgresFaults.IsRefusal(fault);

    public Task HoldAsync(FaceAuthDbContext context, string name, bool shared, CancellationToken cancellation)
    {
        var key = KeyOf(name);
        return shared ? context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock_shared({key})", cancellation)
            : context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({key})", cancellation);
    }

    public Task HoldSubjectsAsync(
        FaceAuthDbContext context, IReadOnlyList<Guid> subjects, bool shared, CancellationToken cancellation)
    {
        // all in one order, so that no two wait for each other
        var ids = subjects.ToArray();
        return shared
            ? context.Database.ExecuteSqlAsync(
                $"""SELECT 1 FROM "Subjects" WHERE "Id" = ANY ({ids}) ORDER BY "Id" FOR KEY SHARE""", cancellation)
            : context.Database.ExecuteSqlAsync(
                $"""SELECT 1 FROM "Subjects" WHERE "Id" = ANY ({ids}) ORDER BY "Id" FOR UPDATE""", cancellation);
    }

    public Task HoldAccountAsync(FaceAuthDbContext context, Guid account, bool shared, CancellationToken cancellation) =>
        shared
            ? context.Database.ExecuteSqlAsync($"""SELECT 1 FROM "Users" WHERE "Id" = {account} FOR SHARE""", cancellation)
            : context.Database.ExecuteSqlAsync($"""SELECT 1 FROM "Users" WHERE "Id" = {account} FOR NO KEY UPDATE""", cancellation);

    public async Task<AuditNodeRow?> HoldChainAsync(FaceAuthDbContext context, string node, CancellationToken cancellation)
    {
        if (await HeldAsync() is { } head) return head;
        // nothing to hold yet: those who would both begin the chain take turns by its name
        await HoldAsync(context, $"audit:{node}", shared: false, cancellation);
        return await HeldAsync();

        async Task<AuditNodeRow?> HeldAsync() => (await context.AuditNodes
            .FromSql($"""SELECT * FROM "AuditNodes" WHERE "Node" = {node} FOR UPDATE""").AsTracking().ToListAsync(cancellation))
            .SingleOrDefault();
    }

    public Task<bool> TryFlushErasedAsync(FaceAuthDbContext context) => Task.FromResult(true);

    // a table is made longer when a row is added, not when that is committed
    public Task TryRoomAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task<ChangesSince> ChangesAsync(FaceAuthDbContext context, string? since, int most, CancellationToken cancellation) =>
        PostgresChanges.ReadAsync(context, since, most, cancellation);

    public async Task AfterCopyAsync(FaceAuthDbContext context, CancellationToken cancellation)
    {
        foreach (var type in context.Model.GetEntityTypes())
        {
            if (type.FindPrimaryKey()!.Properties is not [{ ValueGenerated: ValueGenerated.OnAdd } key]) continue;
            if (key.ClrType != typeof(long) && key.ClrType != typeof(int)) continue;
            var (table, column) = (type.GetTableName()!, key.GetColumnName());
#pragma warning disable EF1002, EF1003 // the names are the model's own
            await context.Database.ExecuteSqlRawAsync(
                $"""SELECT setval(pg_get_serial_sequence('"{table}"', '{column}'), max("{column}")) FROM "{table}" """, cancellation);
#pragma warning restore EF1002, EF1003
        }

        // plans for the tables as they are now, not as they were when empty
        await context.Database.ExecuteSqlRawAsync("ANALYZE", cancellation);
    }

    public DbDataSource Schedule => _source.Value;

    // a migration has made them
    public Task PrepareScheduleAsync(CancellationToken cancellation) => Task.CompletedTask;

    public void Dispose()
    {
        if (_source.IsValueCreated) _source.Value.Dispose();
    }

    /// <summary>The number that stands for a name; two names of one number only wait for each other without need.</summary>
    static long KeyOf(string name) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes("faceauth:" + name)));

    static string Hosts(NpgsqlConnectionStringBuilder settings) => string.Join(
        ", ", settings.Host!.Split(',').Select(host => host.Contains(':', StringComparison.Ordinal) || host.StartsWith('/')
            ? host : $"{host}:{settings.Port}"));
}
