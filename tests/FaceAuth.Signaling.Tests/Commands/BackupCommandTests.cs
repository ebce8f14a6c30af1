using FaceAuth.Testing;
using Microsoft.Data.Sqlite;

namespace FaceAuth.Signaling.Tests.Commands;

/// <summary>What a store is brought back from, and an older program before a newer database, on both engines.</summary>
public sealed class BackupCommandTests : IAsyncLifetime
{
    const string Later = "29990101000000_Future";

    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-backup-").FullName;
    PostgresDatabase? _database;

    [Fact]
    public async Task A_backup_is_restored_by_putting_it_there_with_its_keys()
    {
        var (old, anew) = (Path.Combine(_folder, "old"), Directory.CreateDirectory(Path.Combine(_folder, "new")).FullName);
        Assert.Equal(0, (await CommandHere.RunAsync("keys", "issue", "shop", "--Store:Directory", old)).Code);
        var file = Path.Combine(anew, "faceauth.db");

        var backup = await CommandHere.RunAsync("db", "backup", "--to", file, "--Store:Directory", old);
        var again = await CommandHere.RunAsync("db", "backup", "--to", file, "--Store:Directory", old);
        var keyless = await CommandHere.RunAsync("keys", "list", "shop", "--Store:Directory", anew);
        File.Copy(Path.Combine(old, "master.key"), Path.Combine(anew, "master.key"));
        var status = await CommandHere.RunAsync("db", "status", "--Store:Directory", anew);
        var keyed = await CommandHere.RunAsync("keys", "list", "shop", "--Store:Directory", anew);
        var audit = await CommandHere.RunAsync("audit", "verify", "--Store:Directory", anew);

        Assert.Equal((0, 1, 1, 0, 0, 0), (backup.Code, again.Code, keyless.Code, status.Code, keyed.Code, audit.Code));
        Assert.Contains("The master key and the signing key are not in it", backup.Output, StringComparison.Ordinal);
        Assert.Contains("is there already", again.Error, StringComparison.Ordinal);
        Assert.Contains("belongs to a master key that is missing", keyless.Error, StringComparison.Ordinal);
        Assert.EndsWith("Up to date.\n", status.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_that_cannot_be_made_is_told_in_one_sentence()
    {
        var file = Path.Combine(_folder, "file");
        var settings = await PostgresAsync();

        var absent = await CommandHere.RunAsync("db", "backup", "--to", file, "--Store:Directory", Path.Combine(_folder, "none"));
        var other = await CommandHere.RunAsync(["db", "backup", "--to", file, .. settings]);

        Assert.Equal((1, 1), (absent.Code, other.Code));
        Assert.Contains("There is no store in", absent.Error, StringComparison.Ordinal);
        Assert.Contains("is backed up by PostgreSQL's own program: pg_dump", other.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_older_program_refuses_a_newer_database_and_says_what_to_do(bool onPostgres)
    {
        var settings = onPostgres ? await PostgresAsync() : ["--Store:Directory", _folder];
        Assert.Equal(0, (await CommandHere.RunAsync(["db", "migrate", .. settings])).Code);
        if (onPostgres) await _database!.RunAsync($"""INSERT INTO "__EFMigrationsHistory" VALUES ('{Later}', '99.0.0')""");
        else await InFileAsync($"INSERT INTO __EFMigrationsHistory VALUES ('{Later}', '99.0.0')");

        var status = await CommandHere.RunAsync(["db", "status", .. settings]);
        var migrate = await CommandHere.RunAsync(["db", "migrate", .. settings]);
        var serve = await CommandProcess.RunAsync(["serve", .. settings]);

        Assert.Equal((1, 1, 1), (status.Code, migrate.Code, serve.Code));
        Assert.Contains($"{Later} (of a newer version)", status.Output, StringComparison.Ordinal);
        Assert.Contains("Written by a newer version: run that one", status.Output, StringComparison.Ordinal);
        Assert.All([migrate.Error, serve.Error], said =>
        {
            Assert.Contains($"was written by a newer version (migration {Later}). Run that version, or restore a backup made before it",
                said, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        });
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        if (_database is not null) await _database.DisposeAsync();
    }

    /// <summary>Settings for an empty database of this test's own.</summary>
    async Task<string[]> PostgresAsync()
    {
        _database = await PostgresDatabase.CreateAsync();
        return
        [
            "--Store:Provider", "PostgreSql", "--Store:ConnectionString", _database.ConnectionString,
            "--Store:Directory", _folder,
        ];
    }


    async Task InFileAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "faceauth.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the test's own statements
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
