using System.Collections.Concurrent;
using System.Security.Cryptography;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Templates;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Postgres;

/// <summary>A primary that dies (SIGKILL) and its streaming standby that is promoted, behind one connection string of two hosts.</summary>
public sealed class PromotionTests
{
    const string Owner = "rp:1";

    readonly Random _random = new(7);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_acknowledged_by_both_is_there_and_the_store_goes_on_by_itself(bool primaryFirst)
    {
        await using var primary = await OwnPostgres.StartAsync();
        await primary.RunAsync("postgres", "CREATE DATABASE faceauth");
        await using var standby = await OwnPostgres.StartStandbyAsync(primary);
        await BothAcknowledgeAsync(primary);
        var hosts = primaryFirst ? $"{primary.Host},{standby.Host}" : $"{standby.Host},{primary.Host}";
        var connection = $"Host={hosts};Database=faceauth;Username=postgres;Password=\"{OwnPostgres.Password}\"";
        var key = ("MasterKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        await using var store = await PostgresStore.OpenAsync(connection, key);
        await using var other = await PostgresStore.OpenAsync(connection, key);
        var early = await EnrolAsync(store, "early");
        await AssertFoundAsync(store, early);
        await AssertFoundAsync(other, early);
        await store.Audit.AppendAsync(new(store.Clock.GetUtcNow(), "before", "system"), Cancellation);

        // enrolments go on all the while
        using var done = new CancellationTokenSource();
        var stored = new ConcurrentBag<(Guid Subject, float[] Face)>();
        var enrolling = Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; !done.IsCancellationRequested; i++)
            {
                try
                {
                    stored.Add(await EnrolAsync(store, $"{worker}/{i}"));
                }
                catch (StoreException fault) when (fault.Message.Contains("Look whether it was", StringComparison.Ordinal))
                {
                    // killed in the commit itself: told as not known
                }
            }
        }, Cancellation)));
        while (stored.Count < 20 && !enrolling.IsCompleted) await Task.Delay(10, Cancellation);
        await primary.StopAsync("KILL");
        var before = stored.Count;
        await standby.RunAsync("postgres", "SELECT pg_promote()");
        while (stored.Count < before + 20 && !enrolling.IsCompleted) await Task.Delay(10, Cancellation);
        await done.CancelAsync();
        await enrolling;

        foreach (var one in stored.Append(early)) await AssertFoundAsync(store, one);
        await other.Get<TemplateChanges>().CatchUpAsync(Cancellation);
        foreach (var one in stored) await AssertFoundAsync(other, one);
        var late = await EnrolAsync(other, "late");
        await store.Get<TemplateChanges>().CatchUpAsync(Cancellation);
        await AssertFoundAsync(store, late);
        Assert.Equal(HealthStatus.Healthy, (await store.Get<HealthCheckService>().CheckHealthAsync(Cancellation)).Status);
        await store.Audit.AppendAsync(new(store.Clock.GetUtcNow(), "after", "system"), Cancellation);
        Assert.Equal(["after", "before"], (await store.Audit.RecentAsync("system", 10, Cancellation)).Select(entry => entry.Action));
        Assert.All(await store.Get<IAuditChain>().VerifyAsync(Cancellation), chain => Assert.Null(chain.Fault));
    }

    /// <summary>From now on a commit returns when the standby shows it; of the primary alone, as the standby has none.</summary>
    static async Task BothAcknowledgeAsync(OwnPostgres primary)
    {
        await primary.RunAsync("postgres", "ALTER SYSTEM SET synchronous_commit = remote_apply");
        await primary.RunAsync("postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'");
        await primary.RunAsync("postgres", "SELECT pg_reload_conf()");
        while (await primary.RunAsync("postgres", "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") is not 1L)
            await Task.Delay(50, Cancellation);
    }

    async Task<(Guid Subject, float[] Face)> EnrolAsync(PostgresStore store, string name)
    {
        float[] face;
        lock (_random) face = Random(_random);
        var subject = (await store.Subjects.GetOrCreateAsync(Owner, name, Cancellation)).Id;
        await store.Templates.AddAsync(subject, [Template(face)], Cancellation);
        return (subject, face);
    }

    static async Task AssertFoundAsync(PostgresStore store, (Guid Subject, float[] Face) one)
    {
        using var set = await store.Templates.LoadAsync(one.Subject, Model, Cancellation);
        Assert.Equal(1f, set!.BestSimilarity(one.Face), 1e-5f);
        Assert.Equal(one.Subject, (await store.Templates.NearestAsync(Owner, Model, one.Face, 1, Cancellation))[0].SubjectId);
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
