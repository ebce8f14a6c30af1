using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using FaceAuth.Store;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace FaceAuth.Bench.Store;

/// <summary>An entry appended to the audit's chain, beside the same row inserted without one; alone, and sixteen callers at once.</summary>
/// <remarks>On PostgreSQL too where FACEAUTH_POSTGRES names a server; its database is made and dropped here.</remarks>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory, BenchmarkLogicalGroupRule.ByParams)]
public class AuditAppendBenchmark
{
    const int Callers = 16;
    const string Alone = "alone", AtOnce = "sixteen at once";

    static readonly string? Server = Environment.GetEnvironmentVariable("FACEAUTH_POSTGRES");

    readonly string _database = "faceauth_bench_" + Guid.NewGuid().ToString("N");
    string _folder = "";
    ServiceProvider _services = null!;
    StoreDatabase _store = null!;
    IAuditLog _audit = null!;

    /// <summary>What keeps the data.</summary>
    [ParamsSource(nameof(Engines))]
    public StoreProvider Engine { get; set; }

    /// <summary>Those that this machine has.</summary>
    public static IEnumerable<StoreProvider> Engines =>
        string.IsNullOrEmpty(Server) ? [StoreProvider.Sqlite] : [StoreProvider.Sqlite, StoreProvider.PostgreSql];

    [GlobalSetup]
    public async Task Setup()
    {
        _folder = Directory.CreateTempSubdirectory("faceauth-bench-").FullName;
        var settings = new Dictionary<string, string?> { ["Store:Directory"] = _folder };
        if (Engine == StoreProvider.PostgreSql)
        {
            await OnServerAsync($"CREATE DATABASE {_database}");
            (settings["Store:Provider"], settings["Store:ConnectionString"]) = ("PostgreSql", $"{Server};Database={_database}");
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        _services = new ServiceCollection().AddFaceAuthStore(configuration).BuildServiceProvider();
        await _services.GetRequiredService<StoreInitializer>().InitializeAsync(default);
        (_store, _audit) = (_services.GetRequiredService<StoreDatabase>(), _services.GetRequiredService<IAuditLog>());
    }

    [GlobalCleanup]
    public async Task Cleanup()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        if (Engine == StoreProvider.PostgreSql) await OnServerAsync($"DROP DATABASE {_database} WITH (FORCE)");
    }

    [Benchmark(Baseline = true), BenchmarkCategory(Alone)]
    public Task<int> Insert() => InsertAsync();

    [Benchmark, BenchmarkCategory(Alone)]
    public async Task<int> Append() => await AppendAsync();

    [Benchmark(Baseline = true, OperationsPerInvoke = Callers), BenchmarkCategory(AtOnce)]
    public Task<int[]> InsertAtOnce() => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(InsertAsync)));

    [Benchmark(OperationsPerInvoke = Callers), BenchmarkCategory(AtOnce)]
    public Task<int[]> AppendAtOnce() => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(AppendAsync)));

    async Task<int> AppendAsync()
    {
        await _audit.AppendAsync(new(DateTimeOffset.UtcNow, "session.accepted", "rp:bench", Guid.NewGuid(), Guid.NewGuid()), default);
        return 1;
    }

    /// <summary>The same values and as many bytes, of no node's chain.</summary>
    Task<int> InsertAsync() => _store.WriteAsync(
        async context =>
        {
            context.Audit.Add(new()
            {
                At = DateTimeOffset.UtcNow,
                Action = "session.accepted",
                Actor = "rp:bench",
                SessionId = Guid.NewGuid(),
                SubjectId = Guid.NewGuid(),
                Node = "none",
                Previous = new byte[32],
                Hash = new byte[32],
                Authenticator = new byte[32],
            });
            return await context.SaveChangesAsync();
        },
        default);

    static async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Server + ";Database=postgres;Pooling=false");
        await connection.OpenAsync();
#pragma warning disable CA2100 // the benchmark's own statements
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
