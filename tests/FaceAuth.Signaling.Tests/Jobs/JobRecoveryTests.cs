using System.Security.Cryptography;
using System.Text.Json;
using FaceAuth.Testing;
using Npgsql;

namespace FaceAuth.Signaling.Tests.Jobs;

/// <summary>Real servers that are killed in the middle of a job.</summary>
public sealed class JobRecoveryTests : IAsyncLifetime
{
    /// <summary>Enough that a quick machine takes some seconds for them: how far a run is, is written once a second.</summary>
    const int Photos = 3000;

    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-jobs-").FullName;

    string Input => Path.Combine(_folder, "photos");

    [Fact]
    public async Task A_server_killed_in_an_import_goes_on_with_it_when_it_starts_again()
    {
        string[] settings = ["--Store:Directory", Path.Combine(_folder, "store"), "--Jobs:ImportDirectory", _folder];
        await IssueKeyAsync(settings[..2]);
        await using (var server = await JobServer.StartAsync(settings))
        {
            await server.AskAsync("import", new { owner = "shop", folder = Input });
            await server.UntilAsync("import", run => run.GetProperty("done").GetInt64() is > 5 and < Photos);
            await server.KillAsync();
        }

        await using var again = await JobServer.StartAsync(settings);
        await again.UntilAsync("import", run => run.GetProperty("state").GetString() == "succeeded");

        await AssertRecoveredAsync(again);
    }

    [Fact]
    public async Task Of_two_nodes_one_runs_a_job_and_where_it_is_killed_the_other_goes_on()
    {
        var name = "jobs_" + Guid.NewGuid().ToString("N");
        var connection = new NpgsqlConnectionStringBuilder(Require.Postgres());
        await using var source = NpgsqlDataSource.Create(connection.ConnectionString);
        await using (var make = source.CreateCommand($"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"))
            await make.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        connection.Database = name;
        string[] settings =
        [
            "--Store:Provider", "PostgreSql", "--Store:ConnectionString", connection.ConnectionString,
            "--Store:MasterKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            "--Store:Directory", Path.Combine(_folder, "keys"), "--Jobs:ImportDirectory", _folder,
        ];
        await IssueKeyAsync(settings[..8]);
        await using var first = await JobServer.StartAsync(settings);
        await using var second = await JobServer.StartAsync(settings);

        await first.AskAsync("import", new { owner = "shop", folder = Input });
        var run = await first.UntilAsync("import", run => run.GetProperty("done").GetInt64() is > 5 and < Photos);
        Assert.Single(await first.RunsAsync("import"));
        var (killed, left) = run.GetProperty("node").GetString()!.Contains($"-{first.Id}-", StringComparison.Ordinal)
            ? (first, second) : (second, first);
        await killed.KillAsync();
        await left.UntilAsync("import", run => run.GetProperty("state").GetString() == "succeeded");

        await AssertRecoveredAsync(left);
    }

    /// <summary>Pictures of noise: each is decoded and searched for a face, and refused.</summary>
    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Input);
        var random = new Random(5);
        for (var i = 0; i < Photos; i++) await File.WriteAllBytesAsync(Path.Combine(Input, $"p{i:d4}.bmp"), Bitmap(random, 256, 192));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    async Task AssertRecoveredAsync(JobServer server)
    {
        var runs = await server.RunsAsync("import");
        Assert.Equal(["succeeded", "lost"], runs.Select(run => run.GetProperty("state").GetString()));
        Assert.Equal(runs[1].GetProperty("id").GetInt64(), runs[0].GetProperty("resumes").GetInt64());
        Assert.Equal((Photos, Photos), (runs[0].GetProperty("done").GetInt32(), runs[0].GetProperty("failed").GetInt32()));
        var lines = (await File.ReadAllLinesAsync(Input + ".results.jsonl")).Select(line => JsonElement.Parse(line)).ToList();
        Assert.Equal(Photos, lines.Count);
        Assert.Equal(Photos, lines.Select(line => line.GetProperty("file").GetString()).Distinct().Count());
        Assert.All(lines, line => Assert.Equal("refused", line.GetProperty("result").GetString()));
    }

    static async Task IssueKeyAsync(string[] settings)
    {
        var (code, _, error) = await CommandProcess.RunAsync(["keys", "issue", "shop", .. settings]);
        Assert.True(code == 0, error);
    }

    // BITMAPFILEHEADER and BITMAPINFOHEADER, 24 bits a pixel
    static byte[] Bitmap(Random random, int width, int height)
    {
        var file = new byte[54 + width * height * 3];
        random.NextBytes(file.AsSpan(54));
        "BM"u8.CopyTo(file);
        BitConverter.TryWriteBytes(file.AsSpan(2), file.Length);
        BitConverter.TryWriteBytes(file.AsSpan(10), 54);
        BitConverter.TryWriteBytes(file.AsSpan(14), 40);
        BitConverter.TryWriteBytes(file.AsSpan(18), width);
        BitConverter.TryWriteBytes(file.AsSpan(22), height);
        BitConverter.TryWriteBytes(file.AsSpan(26), (short)1);
        BitConverter.TryWriteBytes(file.AsSpan(28), (short)24);
        return file;
    }
}
