using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using FaceAuth.Testing;
using Microsoft.Data.Sqlite;

namespace FaceAuth.Signaling.Tests.Commands;

/// <summary>The built command and server, each as its own process.</summary>
public sealed class AuditCommandTests : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-audit-").FullName;
    PostgresDatabase? _database;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_kill_9_the_chain_is_whole_and_holds_what_was_answered(bool postgres)
    {
        var settings = postgres ? await PostgresAsync() : ["--Store:Directory", _folder];
        var answered = new ConcurrentBag<string>();
        for (var round = 0; round < 2; round++) await ServeAsync(settings, answered);

        var verified = await CommandHere.RunAsync(["audit", "verify", "--json", .. settings]);
        var file = Path.Combine(_folder, "audit.jsonl");
        var exported = await CommandHere.RunAsync(["audit", "export", "--out", file, .. settings]);

        Assert.True(verified.Code == 0, verified.Output + verified.Error);
        Assert.True(exported.Code == 0, exported.Output + exported.Error);
        var actions = File.ReadLines(file).Count(line => line.Contains("\"action\":\"user.login_failed\"", StringComparison.Ordinal));
        Assert.True(answered.Count > 20, $"{answered.Count} answers");
        Assert.True(actions >= answered.Count, $"{actions} entries of {answered.Count} answers");
    }

    [Fact]
    public async Task An_export_is_verified_with_the_file_and_the_key_set_until_it_is_changed()
    {
        string[] settings = ["--Store:Directory", _folder];
        var jwks = Path.Combine(_folder, "jwks.json");
        await ServeAsync(settings, [], async client =>
            await File.WriteAllTextAsync(jwks, await client.GetStringAsync("/.well-known/jwks.json", default)));
        var (file, opened) = (Path.Combine(_folder, "audit.jsonl"), Path.Combine(_folder, "opened.jsonl"));
        await CommandHere.RunAsync(["audit", "export", "--out", file, .. settings]);
        await CommandHere.RunAsync(["audit", "export", "--out", opened, "--with-addresses", .. settings]);

        var good = await CommandHere.RunAsync("audit", "verify", "--file", file, "--jwks", jwks);
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, text.Replace("user.login_failed", "user.login", StringComparison.Ordinal));
        var bad = await CommandHere.RunAsync("audit", "verify", "--file", file, "--jwks", jwks, "--json");

        Assert.Equal((0, 1), (good.Code, bad.Code));
        Assert.Matches(@"entries 1 to \d+, \d+ checkpoints, signed through \d+ by [\w-]{43}\nThe audit is whole: all", good.Output);
        Assert.Matches(@"entries are as the key [\w-]{43} signed them", good.Output);
        using var result = JsonDocument.Parse(bad.Output);
        var fault = result.RootElement.GetProperty("chains")[0].GetProperty("fault");
        Assert.Equal("altered", fault.GetProperty("kind").GetString());
        Assert.DoesNotContain("127.0.0.1", text, StringComparison.Ordinal);
        Assert.Contains("\"address\":\"127.0.0.1\",\"userAgent\":\"audit-test/1\"", await File.ReadAllTextAsync(opened),
            StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(opened));
    }

    [Fact]
    public async Task What_is_broken_in_the_database_is_named_with_its_node_and_entry()
    {
        string[] settings = ["--Store:Directory", _folder, "--Store:Node", "front-1"];
        await ServeAsync(settings, []);
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "faceauth.db")};Pooling=false"))
        {
            await connection.OpenAsync();
            await using var command = new SqliteCommand("DELETE FROM Audit WHERE Sequence = 3", connection);
            await command.ExecuteNonQueryAsync();
        }

        var (code, output, _) = await CommandHere.RunAsync(["audit", "verify", .. settings]);

        Assert.Equal(1, code);
        Assert.Contains("front-1: broken at entry 3: missing. After entry 2 comes entry 4.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_operator_does_is_in_it_and_no_file_is_made_of_nothing_or_replaced()
    {
        string[] settings = ["--Store:Directory", _folder];
        await CommandHere.RunAsync(["keys", "issue", "shop", .. settings]);
        await CommandHere.RunAsync(["keys", "revoke", "shop", .. settings]);
        var file = Path.Combine(_folder, "audit.jsonl");
        string[] export = ["audit", "export", "--out", file, .. settings];

        var (nobody, _, told) = await CommandHere.RunAsync([.. export, "--node", "nobody"]);
        var (written, _, _) = await CommandHere.RunAsync(export);
        var text = await File.ReadAllTextAsync(file);
        var (again, _, _) = await CommandHere.RunAsync(export);
        var (unproven, proof, _) = await CommandHere.RunAsync("audit", "verify", "--file", file);

        Assert.Equal((2, 0, 2, 0), (nobody, written, again, unproven));
        Assert.Contains("no entries of a node \"nobody\"", told, StringComparison.Ordinal);
        Assert.Contains("\"action\":\"key.issued\",\"actor\":\"operator\"", text, StringComparison.Ordinal);
        Assert.Contains("\"action\":\"key.revoked\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("shop", text, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(file));
        Assert.Contains("proves nothing about who wrote it", proof, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit", "export")]
    [InlineData("audit", "verify", "--jwks", "keys.json")]
    [InlineData("audit", "export", "--out", "x", "--from", "yesterday")]
    [InlineData("audit", "export", "--out", "x", "--from", "2026-03-02", "--to", "2026-03-01")]
    [InlineData("audit", "export", "--out", "")]
    [InlineData("audit", "export", "--out", "/dev/full")]
    [InlineData("audit")]
    public async Task What_makes_no_sense_ends_with_2(params string[] arguments)
    {
        Assert.Equal(2, (await CommandHere.RunAsync(arguments)).Code);
    }

    [Theory]
    [InlineData("/nowhere/audit.jsonl")]
    [InlineData("/dev/null")]
    public async Task A_file_that_is_no_export_ends_with_1_and_a_sentence(string file)
    {
        var (code, _, error) = await CommandHere.RunAsync("audit", "verify", "--file", file);

        Assert.Equal(1, code);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        if (_database is not null) await _database.DisposeAsync();
    }

    /// <summary>A server that eight clients keep auditing until it is killed (SIGKILL) in the middle of that.</summary>
    static async Task ServeAsync(string[] settings, ConcurrentBag<string> answered, Func<HttpClient, Task>? before = null)
    {
        var url = $"http://127.0.0.1:{Ports.Free(IPAddress.Loopback)}";
        var start = new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "faceauth.dll"), "serve", "--urls", url, "--Media:Port", "0",
                "--RateLimits:AuthPerAddress", "100000", "--Store:AuditCheckpointEntries", "7", .. settings])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment.Remove("FACEAUTH_MODELS");
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(url) };
            client.DefaultRequestHeaders.UserAgent.ParseAdd("audit-test/1");
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            while (!await IsLiveAsync(client)) await Task.Delay(100, limit.Token);
            if (before is not null) await before(client);
            var done = 0;
            var clients = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                while (true)
                {
                    try
                    {
                        using var answer = await client.PostAsJsonAsync(
                            "/v1/auth/login", new { userName = $"u{Random.Shared.Next()}", password = "wrong password" });
                        if (answer.StatusCode == HttpStatusCode.Unauthorized) answered.Add("");
                    }
                    catch (HttpRequestException)
                    {
                        return;   // it was killed
                    }

                    Interlocked.Increment(ref done);
                }
            })).ToList();
            while (Volatile.Read(ref done) < 30) await Task.Delay(20, limit.Token);
            process.Kill();   // SIGKILL
            await Task.WhenAll(clients);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
            await process.WaitForExitAsync();
        }
    }

    static async Task<bool> IsLiveAsync(HttpClient client)
    {
        try
        {
            return (await client.GetAsync("/health/live")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    async Task<string[]> PostgresAsync()
    {
        _database = await PostgresDatabase.CreateAsync();
        return
        [
            "--Store:Provider", "PostgreSql", "--Store:ConnectionString", _database.ConnectionString,
            "--Store:Directory", _folder, "--Store:MasterKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        ];
    }
}
