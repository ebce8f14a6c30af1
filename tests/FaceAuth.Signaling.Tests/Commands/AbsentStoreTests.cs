using System.Security.Cryptography;
using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests.Commands;

/// <summary>The built command where there is no store: a slip in a setting makes none, and is told.</summary>
public sealed class AbsentStoreTests : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-absent-").FullName;
    PostgresDatabase? _database;

    public static TheoryData<string> Readers { get; } =
    [
        "db status", "db index", "audit verify", "audit export --out audit.jsonl", "jobs list", "jobs run retention", "jobs show 1",
        "keys list shop", "keys revoke shop", "keys rotate-master --to-file master.new", "keys rotate-transform", "accounts list",
        "accounts grant ada admin", "accounts revoke-role ada", "accounts disable ada", "accounts unlock ada", "accounts delete ada",
        "accounts reset-link ada", "accounts free ada",
    ];

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task A_mistyped_folder_is_told_with_its_setting_and_nothing_is_made(string verb)
    {
        var mistyped = Path.Combine(_folder, "dta");

        var (code, output, error) = await CommandProcess.RunAsync([.. verb.Split(' '), "--Store:Directory", mistyped]);

        Assert.Equal(1, code);
        Assert.Equal(
            $"There is no store in {mistyped}: correct Store:Directory, or make one there. Run: faceauth db migrate\n", output + error);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("audit", "verify")]
    [InlineData("db", "status")]
    [InlineData("keys", "list", "shop")]
    public async Task An_empty_PostgreSQL_database_is_told_and_not_filled(params string[] verb)
    {
        _database = await PostgresDatabase.CreateAsync();

        var (code, output, error) = await CommandProcess.RunAsync(
        [
            .. verb, "--Store:Provider", "PostgreSql", "--Store:ConnectionString", _database.ConnectionString,
            "--Store:Directory", _folder, "--Store:MasterKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        ]);

        Assert.Equal(1, code);
        Assert.Contains($"There is no store in PostgreSQL database {_database.Name} on ", output + error, StringComparison.Ordinal);
        Assert.Contains(": correct Store:ConnectionString, or make one there.", output + error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
        Assert.Equal(0L, await _database.RunAsync("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
    }

    [Theory]
    [InlineData("keys", "issue", "shop")]
    [InlineData("accounts", "create", "ada", "--role", "admin")]
    [InlineData("db", "migrate")]
    public async Task What_begins_a_store_makes_one(params string[] verb)
    {
        var folder = Path.Combine(_folder, "data");

        var made = await CommandProcess.RunAsync([.. verb, "--Store:Directory", folder]);
        var (code, output, _) = await CommandProcess.RunAsync("audit", "verify", "--Store:Directory", folder);

        Assert.Equal((0, 0), (made.Code, code));
        Assert.Contains("The audit is whole.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_was_killed_before_it_had_a_key_left_no_store()
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder, "faceauth.db"), []);

        var (code, _, error) = await CommandProcess.RunAsync("accounts", "list", "--Store:Directory", _folder);

        Assert.Equal(1, code);
        Assert.StartsWith($"There is no store in {_folder}: ", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "master.key")));
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        if (_database is not null) await _database.DisposeAsync();
    }
}
