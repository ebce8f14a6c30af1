using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Store.Relational;
using FaceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FaceAuth.Signaling.Tests.Jobs;

/// <summary>An altered audit row that nobody reads is told by a job of the host.</summary>
public sealed class AuditCheckJobTests
{
    const string Key = "0123456789abcdef0123456789abcdef";

    public static TheoryData<string> Engines => OwnDatabase.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task An_altered_row_that_nobody_reads_is_named_by_health_and_by_jobs(string engine)
    {
        await using var database = await OwnDatabase.CreateAsync(engine);
        await using var host = new HostApplication([.. database.Settings, ("Jobs:Enabled", "true"), ("Operator:Key", Key)]);
        for (var i = 0; i < 3; i++)
            await host.Audit.AppendAsync(new(host.Clock.GetUtcNow(), "session.rejected", "rp:1"), Cancellation);
        await using (var context = await host.Services.GetRequiredService<IDbContextFactory<FaceAuthDbContext>>()
            .CreateDbContextAsync(Cancellation))
            await context.Database.ExecuteSqlRawAsync(
                """UPDATE "Audit" SET "Action" = 'session.accepted' WHERE "Sequence" = 2""", Cancellation);
        Assert.DoesNotContain("audit chain", (await HealthAsync(host)).Description ?? "", StringComparison.Ordinal);

        var run = await RunAsync(host);

        Assert.Equal("failed", run.GetProperty("state").GetString());
        Assert.Contains("at entry 2). Run: faceauth audit verify", run.GetProperty("message").GetString(), StringComparison.Ordinal);
        var health = await HealthAsync(host);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("An audit chain was altered", health.Description, StringComparison.Ordinal);
        var (_, output, _) = await CommandProcess.RunAsync(["jobs", "list", .. database.Arguments]);
        Assert.Contains("audit-check", output, StringComparison.Ordinal);
    }

    static async Task<JsonElement> RunAsync(HostApplication host)
    {
        using var client = host.CreateClient();
        client.DefaultRequestHeaders.Add("X-Operator-Key", Key);
        using var asked = await client.PostAsync("/v1/jobs/audit-check/runs", null, Cancellation);
        var id = (await asked.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetInt64();
        while (true)
        {
            var run = await client.JsonAsync($"/v1/jobs/audit-check/runs/{id}");
            if (run.GetProperty("state").GetString() is not ("waiting" or "running")) return run;
            // the clock is the test's, the scheduler's threads are not
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50, Cancellation);
        }
    }

    static async Task<HealthReportEntry> HealthAsync(HostApplication host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation)).Entries["store"];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
