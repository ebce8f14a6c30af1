using FaceAuth.Testing;
using Npgsql;

namespace FaceAuth.Signaling.Tests.Jobs;

/// <summary>Real servers whose jobs fail: what a run's message says, over the API and to who runs a command.</summary>
public sealed class JobFailureTests : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-jobs-").FullName;

    [Fact]
    public async Task A_job_that_the_database_keeps_waiting_fails_with_the_code_of_the_API()
    {
        await using var database = await PostgresDatabase.CreateAsync(how: "ENCODING 'UTF8' TEMPLATE template0");
        string[] settings =
        [
            "--Store:Provider", "PostgreSql", "--Store:ConnectionString", database.ConnectionString,
            "--Store:MasterKey", database.MasterKey, "--Store:Directory", _folder, "--Store:BusyTimeoutSeconds", "1",
        ];
        await using var host = await JobServer.StartAsync(settings);
        (long Id, string Message) failed;
        await using (var other = NpgsqlDataSource.Create(database.ConnectionString))
        await using (var holding = await other.OpenConnectionAsync(Cancellation))
        await using (var transaction = await holding.BeginTransactionAsync(Cancellation))
        {
            await using var hold = new NpgsqlCommand("""LOCK TABLE "Sessions" """, holding, transaction);
            await hold.ExecuteNonQueryAsync(Cancellation);
            failed = await FailedAsync(host, "retention", null);
        }

        Assert.StartsWith("store_unavailable: PostgreSQL database ", failed.Message, StringComparison.Ordinal);
        Assert.Contains("in use by another process", failed.Message, StringComparison.Ordinal);
        await AssertShownAsync(failed, settings);
    }

    [Fact]
    public async Task An_import_whose_folder_has_gone_says_so()
    {
        string[] settings = ["--Store:Directory", Path.Combine(_folder, "store"), "--Jobs:ImportDirectory", _folder];
        Assert.Equal(0, (await CommandProcess.RunAsync(["keys", "issue", "shop", .. settings[..2]])).Code);
        await using var host = await JobServer.StartAsync(settings);

        var failed = await FailedAsync(host, "import", new { owner = "shop", folder = "gone" });

        Assert.StartsWith("What is to be imported ", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder, failed.Message, StringComparison.Ordinal);
        await AssertShownAsync(failed, settings[..2]);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Asks for a run and waits until the API says that it has failed.</summary>
    static async Task<(long Id, string Message)> FailedAsync(JobServer host, string job, object? parameters)
    {
        var id = await host.AskAsync(job, parameters!);
        var run = await host.UntilAsync(job, one => one.GetProperty("state").GetString() == "failed");
        Assert.Equal(id, run.GetProperty("id").GetInt64());
        return (id, run.GetProperty("message").GetString()!);
    }

    /// <summary>The command says of the run what the API says.</summary>
    static async Task AssertShownAsync((long Id, string Message) failed, string[] settings)
    {
        var (code, output, error) = await CommandProcess.RunAsync(["jobs", "show", $"{failed.Id}", .. settings]);

        Assert.True(code == 0, error);
        Assert.Contains($"{failed.Id}  failed", output, StringComparison.Ordinal);
        Assert.Contains(failed.Message, output, StringComparison.Ordinal);
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
