using FaceAuth.Store.Contracts;
using FaceAuth.Store.Redis;
using FaceAuth.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FaceAuth.Store.Tests.Redis;

/// <summary>Two nodes on one Redis are one.</summary>
public sealed class TwoNodesTests : IAsyncLifetime
{
    const int Most = 4;
    static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    readonly Guid _subject = Guid.NewGuid();
    RedisProcess _redis = null!;
    SharedNode _one = null!;
    SharedNode _other = null!;

    [Fact]
    public async Task Of_many_requests_to_both_at_once_so_many_get_through()
    {
        var begun = await Task.WhenAll(Enumerable.Range(0, 60).Select(
            i => Task.Run(() => (i % 2 == 0 ? _one : _other).Rates.TryTakeAsync("rp:1", Most, Window).AsTask())));

        Assert.Equal(Most, begun.Count(one => one.IsAllowed));
    }

    [Fact]
    public async Task Keys_that_another_client_overwrote_are_taken_back_and_nothing_else_is_lost()
    {
        var session = Guid.NewGuid();
        await TakeAsync(_one, 2);
        await _one.Sessions.AddAsync(session);
        await _redis.AskAsync(
            "EVAL \"for _, k in ipairs(redis.call('KEYS', '*')) do redis.call('DEL', k) redis.call('LPUSH', k, 'x') end return 1\" 0");

        Assert.Null(await _other.Sessions.FindAsync(session));
        await TakeAsync(_other, 2);   // as after a flush, a node learns of the other's with its next call
        Assert.False((await _one.Rates.TryTakeAsync("rp:1", Most, Window)).IsAllowed);

        Assert.True(_one.Link.IsInUse && _other.Link.IsInUse);
        Assert.DoesNotContain(_other.Log.Lines, line => line.Contains("Redis is not used", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_node_with_another_signing_key_is_told_by_both()
    {
        Assert.All([await _one.HealthAsync(), await _other.HealthAsync()], report => Assert.Equal(HealthStatus.Healthy, report.Status));
        await using var stranger = await SharedNode.StartAsync(_redis.Configuration, ("Prefix", _one.Link.Prefix), ("Secret", "another"));

        await SharedNode.UntilAsync(() => Task.FromResult(stranger.Link.HasStranger && _one.Link.HasStranger && _other.Link.HasStranger));

        var told = (await _one.HealthAsync()).Entries["redis"];
        Assert.Equal(HealthStatus.Degraded, told.Status);
        Assert.Contains("Signing:KeyFile", told.Description!, StringComparison.Ordinal);
        Assert.Single(_one.Log.Lines, line => line.StartsWith("Warning: Another node", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rates_are_counted_together()
    {
        for (var i = 0; i < Most; i++)
            Assert.True((await (i % 2 == 0 ? _one : _other).Rates.TryTakeAsync("rp:1", Most, TimeSpan.FromMinutes(1))).IsAllowed);

        var answer = await _other.Rates.TryTakeAsync("rp:1", Most, TimeSpan.FromMinutes(1));

        Assert.False(answer.IsAllowed);
        Assert.InRange(answer.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task What_a_node_counted_outlives_the_node_and_ends_with_its_window()
    {
        var window = TimeSpan.FromSeconds(2);
        for (var i = 0; i < Most; i++) Assert.True((await _one.Rates.TryTakeAsync("rp:1", Most, window)).IsAllowed);
        await _one.DisposeAsync();

        Assert.False((await _other.Rates.TryTakeAsync("rp:1", Most, window)).IsAllowed);

        await SharedNode.UntilAsync(async () => (await _other.Rates.TryTakeAsync("rp:1", Most, window)).IsAllowed);
    }

    [Fact]
    public async Task A_session_is_found_from_the_other_node_and_after_a_flush_again()
    {
        await _one.Sessions.AddAsync(_subject);

        var found = await _other.Sessions.FindAsync(_subject);
        await _redis.AskAsync("FLUSHALL");
        await _one.Get<ISessionDirectory>().AddAsync(_subject);
        var again = await _other.Sessions.FindAsync(_subject);
        await _one.Sessions.RemoveAsync(_subject);

        Assert.Equal(new SessionPlace(_one.Id, "http://10.0.0.5:8080", IsHere: false), found);
        Assert.Equal(found, again);
        Assert.Null(await _other.Sessions.FindAsync(_subject));
    }

    [Fact]
    public async Task An_entry_of_another_node_is_not_removed()
    {
        await _one.Sessions.AddAsync(_subject);

        await _other.Sessions.RemoveAsync(_subject);

        Assert.Equal(_one.Id, (await _other.Sessions.FindAsync(_subject))!.Node);
    }

    [Fact]
    public async Task No_key_names_anybody_and_every_key_runs_out()
    {
        await _one.Rates.TryTakeAsync("auth 192.0.2.1", Most, Window);
        await _one.Sessions.AddAsync(_subject);

        var server = _one.Link.Connection.GetServers()[0];
        var database = _one.Link.Connection.GetDatabase();
        var keys = server.Keys().Select(key => (string)key!).ToList();

        Assert.Equal(3, keys.Count);   // the check's own too
        Assert.All(keys, key => Assert.Matches("^faceauth:(check|(rates|sessions):[0-9a-f]{32})$", key));
        Assert.DoesNotContain(keys, key => key.Contains(_subject.ToString("N"), StringComparison.Ordinal));
        Assert.All(keys, key => Assert.InRange(database.KeyTimeToLive(key)!.Value, TimeSpan.Zero, Window));
    }

    [Fact]
    public async Task A_name_without_the_nodes_secret_is_another()
    {
        Assert.NotEqual(new RedisNames("p", [1]).Of("rates", "192.0.2.1"), new RedisNames("p", [2]).Of("rates", "192.0.2.1"));
        Assert.NotEqual(new RedisNames("p", [1]).Of("rates", "192.0.2.1"), new RedisNames("p", [1]).Of("rates", "192.0.2.2"));
        await Task.CompletedTask;
    }

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisProcess.StartAsync();
        (string, string)[] settings = [("Prefix", "faceauth"), ("NodeAddress", "http://10.0.0.5:8080")];
        _one = await SharedNode.StartAsync(_redis.Configuration, settings);
        _other = await SharedNode.StartAsync(_redis.Configuration, settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        await _redis.DisposeAsync();
    }

    static async Task TakeAsync(SharedNode node, int times)
    {
        for (var i = 0; i < times; i++) Assert.True((await node.Rates.TryTakeAsync("rp:1", Most, Window)).IsAllowed);
    }
}
