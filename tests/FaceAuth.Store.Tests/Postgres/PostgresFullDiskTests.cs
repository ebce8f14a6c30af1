using FaceAuth.Store.Tests.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Store.Tests.Postgres;

/// <summary>On one server; each test's database is a tablespace on a disk of its own.</summary>
public sealed class PostgresFullDiskTests(PostgresFullDiskTests.Server server)
    : FullDiskContract, IClassFixture<PostgresFullDiskTests.Server>
{
    PostgresDatabase? _database;

    public override async ValueTask DisposeAsync()
    {
        if (_database is not null) await _database.DisposeAsync();
        await server.Postgres.RunAsync("postgres", $"DROP TABLESPACE IF EXISTS {Space}");
        await base.DisposeAsync();
    }

    private protected override string Owner => "postgres";

    string Space { get; } = "small_" + Guid.NewGuid().ToString("N");

    private protected override async Task<StoreUnderTest> OpenAsync(SmallDisk disk)
    {
        await server.Postgres.RunAsync("postgres", $"CREATE TABLESPACE {Space} LOCATION '{disk.DataFolder}'");
        _database = await PostgresDatabase.CreateAsync(server.Postgres.ConnectionString, $"TABLESPACE {Space}");
        return await PostgresStore.OpenAsync(_database);
    }

    public sealed class Server : IAsyncLifetime
    {
        internal OwnPostgres Postgres { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Postgres = await OwnPostgres.StartAsync();

        public ValueTask DisposeAsync() => Postgres.DisposeAsync();
    }
}
