using System.Net;
using System.Security.Cryptography;
using FaceAuth.Testing;
using Microsoft.Data.Sqlite;

namespace FaceAuth.Signaling.Tests.Commands;

/// <summary>The built command, as its own process, on both engines.</summary>
public sealed class DbCommandTests : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-db-").FullName;
    PostgresDatabase? _database;

    [Fact]
    public async Task Status_of_a_file_makes_nothing_and_migrate_brings_it_up_to_date()
    {
        string[] settings = ["--Store:Directory", _folder];

        var before = await CommandProcess.RunAsync(["db", "status", .. settings]);
        Assert.Empty(Directory.GetFiles(_folder));
        var migrated = await CommandProcess.RunAsync(["db", "migrate", .. settings]);
        var after = await CommandProcess.RunAsync(["db", "status", .. settings]);

        Assert.Equal((1, 0, 0), (before.Code, migrated.Code, after.Code));
        Assert.Contains("Run: faceauth db migrate", before.Output, StringComparison.Ordinal);
        Assert.EndsWith("Up to date.\n", after.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_processes_that_migrate_one_PostgreSQL_database_at_once_both_succeed()
    {
        var settings = await PostgresAsync();
        string[] keyed = [.. settings, "--Store:MasterKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))];

        var before = await CommandProcess.RunAsync(["db", "status", .. settings]);
        var both = await Task.WhenAll(
            CommandProcess.RunAsync(["db", "migrate", .. keyed]), CommandProcess.RunAsync(["db", "migrate", .. keyed]));
        var after = await CommandProcess.RunAsync(["db", "status", .. settings]);

        Assert.All(both, one => Assert.Equal(0, one.Code));
        Assert.All(both, one => Assert.DoesNotMatch("warn:|fail:", one.Error));
        Assert.Equal((1, 0), (before.Code, after.Code));
        Assert.Contains($"PostgreSQL database {_database!.Name} on 127.0.0.1", after.Output, StringComparison.Ordinal);
        Assert.EndsWith("Up to date.\n", after.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("db", "status")]
    public async Task A_server_that_does_not_answer_is_told_in_one_sentence_before_anything_is_served(params string[] verb)
    {
        var connection = $"Host=127.0.0.1;Port={Ports.Free(IPAddress.Loopback)};Database=faceauth;Username=faceauth;Password=hunter2";

        var (code, output, error) = await CommandProcess.RunAsync(
            [.. verb, "--Store:Provider", "PostgreSql", "--Store:ConnectionString", connection, "--Store:Directory", _folder]);

        Assert.Equal(1, code);
        Assert.Contains("does not answer (Connection refused)", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_there_is_not_is_told_in_one_sentence()
    {
        var (code, _, error) = await CommandProcess.RunAsync("db", "status", "--Store:Provider", "Postgres", "--Store:Directory", _folder);

        Assert.Equal(1, code);
        Assert.Contains("Store:Provider is \"Postgres\", and may be Sqlite or PostgreSql.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_that_is_killed_again_and_again_ends_whole_and_verified()
    {
        var settings = await PostgresAsync();
        var connection = settings[3];
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        string[] keyed = ["--Store:MasterKey", key];
        var from = Path.Combine(_folder, "old");
        Assert.Equal(0, (await CommandProcess.RunAsync(["db", "migrate", .. keyed, "--Store:Directory", from])).Code);
        await FillAsync(Path.Combine(from, "faceauth.db"), 20_000);
        var file = Path.Combine(_folder, "connection");
        await File.WriteAllTextAsync(file, connection + "\n");
        string[] copy = ["db", "copy", "--from", from, "--to-file", file, .. keyed];

        for (var kill = 0; kill < 3; kill++)
        {
            await CommandProcess.KillAtAsync("AlteredRows: ", copy);
        }

        var status = await CommandProcess.RunAsync(["db", "status", .. settings, .. keyed]);
        var doctor = await CommandProcess.RunAsync(["doctor", .. settings, .. keyed]);
        var serve = await CommandProcess.RunAsync(["db", "migrate", .. settings, .. keyed]);
        var last = await CommandProcess.RunAsync(copy);
        var opened = await CommandProcess.RunAsync(["db", "migrate", .. settings, .. keyed]);

        Assert.Equal(1, status.Code);
        Assert.Contains("holds part of a copy that was broken off", status.Output, StringComparison.Ordinal);
        Assert.Contains("Run the same faceauth db copy again", status.Output, StringComparison.Ordinal);
        Assert.Contains("holds part of a copy: run that faceauth db copy again", doctor.Output, StringComparison.Ordinal);
        Assert.Equal(1, serve.Code);
        Assert.Contains("holds part of a copy", serve.Error, StringComparison.Ordinal);
        Assert.Equal(0, last.Code);
        Assert.Contains("AlteredRows: 20000 rows, verified", last.Output, StringComparison.Ordinal);
        Assert.Equal(0, opened.Code);
    }

    [Fact]
    public async Task A_copy_from_a_folder_without_a_store_is_told_in_one_sentence()
    {
        var (code, _, error) = await CommandProcess.RunAsync(
            "db", "copy", "--from", _folder, "--to", "Host=127.0.0.1;Database=x;Username=x;Password=hunter2");

        Assert.Equal(1, code);
        Assert.Contains("There is no store in", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_by_another_master_key_is_refused_before_it_begins()
    {
        await CommandHere.RunAsync("keys", "issue", "shop", "--Store:Directory", _folder);

        var (code, output, error) = await CommandHere.RunAsync(
            "db", "copy", "--from", _folder, "--to", "Host=127.0.0.1;Database=x;Username=x", "--Store:MasterKey",
            Convert.ToBase64String(new byte[32]));

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("The master key is not the one that the database", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "Give one of --to, --to-file and --to-env.")]
    [InlineData(2, "Give one of --to, --to-file and --to-env.", "--to", "Host=x", "--to-env", "X")]
    [InlineData(1, "--to names no database: add its Database", "--to", "Host=x")]
    [InlineData(1, "NO_SUCH_VARIABLE of --to-env is not set", "--to-env", "NO_SUCH_VARIABLE")]
    [InlineData(1, "of --to-file cannot be read", "--to-file", "/no/such/file")]
    public async Task A_copy_to_no_one_place_is_told_in_one_sentence(int exit, string said, params string[] to)
    {
        var (code, _, error) = await CommandProcess.RunAsync(["db", "copy", "--from", _folder, .. to]);

        Assert.Equal(exit, code);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_of_a_database_without_the_extension_says_who_can_add_it()
    {
        var settings = await PostgresAsync();
        var role = _database!.Name + "_role";
        await _database.OnServerAsync($"CREATE ROLE {role} LOGIN");
        settings[3] += $";Username={role}";

        var (code, output, _) = await CommandProcess.RunAsync(["db", "status", .. settings]);

        await _database.OnServerAsync($"DROP ROLE {role}");
        Assert.Equal(1, code);
        Assert.Contains("CREATE EXTENSION vector; Then run: faceauth db migrate", output, StringComparison.Ordinal);
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

    /// <summary>So many rows of the table that takes the least to make.</summary>
    static async Task FillAsync(string file, int rows)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $rows)
            INSERT INTO AlteredRows (Kind, RowId, Number, FoundAt) SELECT 2, '00000000-0000-0000-0000-000000000000', i, 0 FROM n
            """;
        command.Parameters.AddWithValue("$rows", rows);
        await command.ExecuteNonQueryAsync();
    }
}
