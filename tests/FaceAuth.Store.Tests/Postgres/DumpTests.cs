using System.Diagnostics;
using System.Security.Cryptography;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Copying;
using FaceAuth.Store.Tests.Copying;
using FaceAuth.Testing;
using Npgsql;

namespace FaceAuth.Store.Tests.Postgres;

/// <summary>The very commands of docs/backup.md, on the real server, while a node works on the database.</summary>
public sealed class DumpTests : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-dump-").FullName;
    readonly string _restored = "faceauth_" + Guid.NewGuid().ToString("N");
    PostgresDatabase _database = null!;

    [Fact]
    public async Task A_dump_works_in_another_database_under_a_role_of_no_rights()
    {
        Require.Program("pg_dump", "postgresql-client");
        var whole = new WholeStore();
        await using var store = await PostgresStore.OpenAsync(_database);
        await whole.FillAsync(store);
        await _database.OnServerAsync($"CREATE ROLE {_restored} LOGIN");

        await RunAsync(null, "pg_dump ");
        await RunAsync(null, "psql --dbname=postgres");
        await RunAsync(null, "psql --dbname=faceauth");
        await RunAsync(_restored, "pg_restore");

        var there = new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Database = _restored, Username = _restored }.ToString();
        await using (var restored = new PostgresStore(null, there, ("MasterKey", _database.MasterKey)))
        {
            restored.Clock.SetUtcNow(store.Clock.GetUtcNow());
            await restored.Initializer.InitializeAsync(Cancellation);
            await whole.AssertHoldsAsync(restored);
        }

        var another = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var fault = await Assert.ThrowsAsync<StoreException>(() => PostgresStore.OpenAsync(there, ("MasterKey", another)));
        Assert.Contains("The master key is not the one that the database", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ours_writes_no_file_of_it_and_names_its_own_program()
    {
        await using var store = PostgresStore.Build(_database);

        var fault = await Assert.ThrowsAsync<StoreException>(() => StoreBackup.RunAsync(
            store.Services, Path.Combine(_folder, "file"), (_, _) => { }, Cancellation));

        Assert.Contains("pg_dump --format=custom", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    public async ValueTask InitializeAsync() => _database = await PostgresDatabase.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        await _database.OnServerAsync($"DROP DATABASE IF EXISTS {_restored} WITH (FORCE)");
        await _database.OnServerAsync($"DROP ROLE IF EXISTS {_restored}");
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Runs the document's line that begins so, with this test's names in place of its own.</summary>
    async Task RunAsync(string? user, string begin)
    {
        var document = Path.Combine(FaceAuth.Testing.Vectors.PathOf("."), "..", "..", "FaceAuth.Store", "docs", "backup.md");
        var lines = await File.ReadAllLinesAsync(document, Cancellation);
        var line = Assert.Single(lines, one => one.StartsWith("    " + begin, StringComparison.Ordinal)).Trim()
            .Replace("faceauth.dump faceauth", $"faceauth.dump {_database.Name}", StringComparison.Ordinal)
            .Replace("faceauth.dump", Path.Combine(_folder, "dump"), StringComparison.Ordinal)
            .Replace("DATABASE faceauth OWNER faceauth", $"DATABASE {_restored} OWNER {_restored}", StringComparison.Ordinal)
            .Replace("--dbname=faceauth", $"--dbname={_restored}", StringComparison.Ordinal);
        var server = new NpgsqlConnectionStringBuilder(Require.Postgres());
        var start = new ProcessStartInfo("bash", ["-ec", line + " 2>&1"]) { RedirectStandardOutput = true };
        (start.Environment["PGHOST"], start.Environment["PGPORT"]) = (server.Host, $"{server.Port}");
        (start.Environment["PGUSER"], start.Environment["PGPASSWORD"]) = (user ?? server.Username, server.Password ?? "");
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, $"{line}\n{said}");
    }
}
