using System.Diagnostics;
using System.Net;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Postgres;

/// <summary>The server ends connections, restarts, crashes, stays away, or comes back as another's standby.</summary>
public sealed class ReconnectTests
{
    readonly Random _random = new(7);

    [Fact]
    public async Task Connections_that_were_cut_are_made_again_before_the_caller_notices()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var store = await PostgresStore.OpenAsync(database);
        var vector = Random(_random);
        var now = store.Clock.GetUtcNow();

        await database.CutConnectionsAsync();
        var subject = (await store.Subjects.GetOrCreateAsync("rp:1", "anna", Cancellation)).Id;
        await database.CutConnectionsAsync();
        await store.Templates.AddAsync(subject, [Template(vector)], Cancellation);
        await database.CutConnectionsAsync();
        await store.Audit.AppendAsync(new(now, "a", "system"), Cancellation);
        await database.CutConnectionsAsync();

        Assert.Equal(subject, (await store.Templates.NearestAsync("rp:1", Model, vector, 1, Cancellation))[0].SubjectId);
        Assert.Single(await store.Audit.RecentAsync(null, 10, Cancellation));
    }

    [Fact]
    public async Task What_returned_is_stored_once_while_connections_are_cut_all_the_time()
    {
        await using var database = await PostgresDatabase.CreateAsync();
        await using var store = await PostgresStore.OpenAsync(database, ("BusyTimeoutSeconds", "300"));
        using var done = new CancellationTokenSource();
        var cutting = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                await database.CutConnectionsAsync();
                await Task.Delay(20, Cancellation);
            }
        }, Cancellation);

        var returned = await Task.WhenAll(Enumerable.Range(0, 200).Chunk(50).Select(some => Task.Run(async () =>
        {
            var stored = new List<string>();
            foreach (var i in some)
            {
                try
                {
                    await store.Audit.AppendAsync(new(store.Clock.GetUtcNow(), $"a{i}", "system"), Cancellation);
                    stored.Add($"a{i}");
                }
                catch (StoreException fault) when (fault.Message.Contains("Look whether it was", StringComparison.Ordinal))
                {
                    // cut in the commit itself: told as not known
                }
            }

            return stored;
        }, Cancellation)));
        await done.CancelAsync();
        await cutting;

        var kept = (await store.Audit.RecentAsync(null, 1000, Cancellation)).Select(entry => entry.Action).ToList();
        Assert.Equal(kept.Count, kept.Distinct().Count());
        Assert.Subset(kept.ToHashSet(), returned.SelectMany(some => some).ToHashSet());
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("QUIT")]
    public async Task Calls_wait_for_a_server_that_restarts_and_nothing_stored_is_lost(string signal)
    {
        await using var server = await OwnPostgres.StartAsync();
        await using var database = await PostgresDatabase.CreateAsync(server.ConnectionString);
        await using var store = await PostgresStore.OpenAsync(database);
        var vector = Random(_random);
        var subject = (await store.Subjects.GetOrCreateAsync("rp:1", "anna", Cancellation)).Id;
        await store.Templates.AddAsync(subject, [Template(vector)], Cancellation);

        await server.StopAsync(signal);
        var reading = store.Templates.LoadAsync(subject, Model, Cancellation).AsTask();
        var writing = store.Audit.AppendAsync(new(store.Clock.GetUtcNow(), "a", "system"), Cancellation).AsTask();
        await Task.Delay(300, Cancellation);
        Assert.False(reading.IsCompleted || writing.IsCompleted);
        await server.StartAgainAsync();

        using var set = await reading;
        Assert.Equal(1f, set!.BestSimilarity(vector), 1e-5f);
        await writing;
        Assert.Single(await store.Audit.RecentAsync(null, 10, Cancellation));
    }

    [Fact]
    public async Task A_server_that_stays_away_is_told_in_words_and_in_health_at_once()
    {
        await using var server = await OwnPostgres.StartAsync();
        await using var database = await PostgresDatabase.CreateAsync(server.ConnectionString);
        await using var store = await PostgresStore.OpenAsync(database, ("BusyTimeoutSeconds", "2"));

        await server.StopAsync();
        var began = Stopwatch.GetTimestamp();
        var health = await store.Get<HealthCheckService>().CheckHealthAsync(Cancellation);
        var asked = Stopwatch.GetElapsedTime(began);
        var fault = await Assert.ThrowsAsync<StoreException>(() => store.Subjects.FindAsync("rp:1", "anna", Cancellation).AsTask());
        await server.StartAgainAsync();

        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.InRange(asked, TimeSpan.Zero, TimeSpan.FromSeconds(1.5));
        Assert.Contains("does not answer", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(OwnPostgres.Password, fault.ToString() + string.Join('\n', store.Log.Lines), StringComparison.Ordinal);
        Assert.Null(await store.Subjects.FindAsync("rp:1", "anna", Cancellation));
        Assert.Equal(HealthStatus.Healthy, (await store.Get<HealthCheckService>().CheckHealthAsync(Cancellation)).Status);
    }

    [Fact]
    public async Task A_standby_is_refused_and_serves_once_it_is_promoted()
    {
        await using var server = await OwnPostgres.StartAsync();
        await using var database = await PostgresDatabase.CreateAsync(server.ConnectionString);
        await using (var first = await PostgresStore.OpenAsync(database))
            await first.Subjects.GetOrCreateAsync("rp:1", "anna", Cancellation);
        await server.StopAsync();
        await File.WriteAllTextAsync(Path.Combine(server.DataFolder, "standby.signal"), "", Cancellation);
        await server.StartAgainAsync();

        var fault = await Assert.ThrowsAsync<StoreException>(() => PostgresStore.OpenAsync(database));
        await server.RunAsync("postgres", "SELECT pg_promote()");
        await using var second = await PostgresStore.OpenAsync(database);

        Assert.Contains("standby. Name the primary", fault.Message, StringComparison.Ordinal);
        Assert.NotNull(await second.Subjects.FindAsync("rp:1", "anna", Cancellation));
    }

    [Fact]
    public async Task Of_several_hosts_the_one_that_can_be_written_is_used()
    {
        await using var standby = await OwnPostgres.StartAsync();
        await using var database = await PostgresDatabase.CreateAsync();
        await standby.RunAsync("postgres", $"CREATE DATABASE {database.Name}");
        await standby.StopAsync();
        await File.WriteAllTextAsync(Path.Combine(standby.DataFolder, "standby.signal"), "", Cancellation);
        await standby.StartAgainAsync();
        var first = new NpgsqlConnectionStringBuilder(standby.ConnectionString);
        var second = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        first.Host = $"127.0.0.1:{Ports.Free(IPAddress.Loopback)},{first.Host}:{first.Port},{second.Host}:{second.Port}";
        first.Database = database.Name;

        await using var store = await PostgresStore.OpenAsync(first.ConnectionString);

        await store.Subjects.GetOrCreateAsync("rp:1", "anna", Cancellation);
        Assert.Equal(1L, await database.RunAsync("""SELECT count(*) FROM "Subjects" """));
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
