using System.Diagnostics.Metrics;
using FaceAuth.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FaceAuth.Store.Tests.Redis;

/// <summary>Redis killed, slow, emptied and back: no call fails or waits, and nothing that was counted is forgotten.</summary>
public sealed class RedisAwayTests : IAsyncLifetime
{
    const int Most = 6;
    const string Key = "rp:1";
    static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    readonly string _prefix = Guid.NewGuid().ToString("N");
    RedisProcess _redis = null!;
    SharedNode _one = null!;
    SharedNode _other = null!;

    [Fact]
    public async Task Killed_each_node_counts_alone_and_back_the_sum_holds()
    {
        await BeginAsync(_one, 2);
        await _redis.KillAsync();

        await BeginAsync(_one, 1);
        await BeginAsync(_other, 3);
        await _redis.StartAgainAsync();
        await BackAsync();

        // the server came back empty: 3 of the one and 3 of the other are what the nodes kept
        await SharedNode.UntilAsync(async () => await CountedAsync() == ":6");
        foreach (var node in (SharedNode[])[_one, _other]) Assert.False(await TakeAsync(node));
    }

    [Fact]
    public async Task While_it_is_away_the_nodes_own_limit_holds()
    {
        await BeginAsync(_one, 4);
        await _redis.KillAsync();

        await BeginAsync(_one, 2);

        for (var i = 0; i < 2; i++) Assert.False(await TakeAsync(_one));
    }

    [Fact]
    public async Task What_it_last_said_of_the_other_node_holds_while_it_is_away()
    {
        await BeginAsync(_other, 4);
        await BeginAsync(_one, 1);
        await _redis.KillAsync();

        await BeginAsync(_one, 1);

        for (var i = 0; i < 2; i++) Assert.False(await TakeAsync(_one));
    }

    [Fact]
    public async Task Who_was_refused_for_another_nodes_attempts_stays_refused()
    {
        await BeginAsync(_other, Most);
        Assert.False(await TakeAsync(_one));

        await _redis.KillAsync();

        for (var i = 0; i < 2; i++) Assert.False(await TakeAsync(_one));
    }

    [Fact]
    public async Task A_rate_holds_while_it_is_away_and_once_it_is_back()
    {
        for (var i = 0; i < 4; i++) Assert.True((await _one.Rates.TryTakeAsync("auth 192.0.2.1", Most, Window)).IsAllowed);
        await _redis.KillAsync();

        for (var i = 0; i < 2; i++) Assert.True((await _one.Rates.TryTakeAsync("auth 192.0.2.1", Most, Window)).IsAllowed);
        Assert.False((await _one.Rates.TryTakeAsync("auth 192.0.2.1", Most, Window)).IsAllowed);
        await _redis.StartAgainAsync();
        await BackAsync();

        await SharedNode.UntilAsync(async () => await _redis.AskAsync("DBSIZE") == ":2");   // the check's key, and the one caught up with
        Assert.False((await _other.Rates.TryTakeAsync("auth 192.0.2.1", Most, Window)).IsAllowed);
    }

    [Fact]
    public async Task Emptied_it_learns_from_each_node_what_that_node_counted()
    {
        await BeginAsync(_one, 3);
        await BeginAsync(_other, 2);

        await _redis.AskAsync("FLUSHALL");

        Assert.True(await TakeAsync(_other));
        Assert.False(await TakeAsync(_one));
        Assert.True(_one.Link.IsInUse);
    }

    [Fact]
    public async Task An_answer_that_was_not_waited_for_is_not_counted_twice()
    {
        await using var hasty = await SharedNode.StartAsync(
            _redis.Configuration, ("Prefix", _prefix), ("Timeout", "00:00:00.05"), ("CheckEvery", "00:00:30"));
        await BeginAsync(hasty, 1);
        _redis.Freeze();

        Assert.True(await TakeAsync(hasty));
        _redis.Thaw();

        // both of the hasty one's are known, the second by the call that came late: four are left
        await SharedNode.UntilAsync(async () => await CountedAsync() == ":2");
        await BeginAsync(_one, 4);
        Assert.False(await TakeAsync(_one));
    }

    [Fact]
    public async Task Frozen_it_is_waited_for_once_and_then_by_nobody()
    {
        await using var hasty = await SharedNode.StartAsync(
            _redis.Configuration, ("Prefix", _prefix), ("Timeout", "00:00:00.25"), ("CheckEvery", "00:01:00"));
        _redis.Freeze();

        Assert.True(await TakeAsync(hasty));
        Assert.False(hasty.Link.IsInUse);
        var next = hasty.Rates.TryTakeAsync(Key, Most, Window);

        Assert.True(next.IsCompletedSuccessfully && (await next).IsAllowed);
        _redis.Thaw();
    }

    [Fact]
    public async Task Each_change_is_logged_once_and_health_is_degraded_meanwhile()
    {
        Assert.Equal(HealthStatus.Healthy, (await _one.HealthAsync()).Status);
        await _redis.KillAsync();
        for (var i = 0; i < 20; i++) await _one.Rates.TryTakeAsync($"{i}", Most, Window);

        var report = await _one.HealthAsync();
        await _redis.StartAgainAsync();
        await BackAsync();

        Assert.Equal(HealthStatus.Degraded, report.Entries["redis"].Status);
        Assert.Contains("counts requests alone", report.Entries["redis"].Description, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Healthy, (await _one.HealthAsync()).Status);
        Assert.Single(_one.Log.Lines, line => line.Contains("sessions go on", StringComparison.Ordinal));
        Assert.Equal(2, _one.Log.Lines.Count(line => line.Contains("State is shared", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_the_node_answers_alone_is_measured()
    {
        var measured = new Dictionary<string, long>();
        using var listener = new MeterListener();
        var meters = _one.Get<IMeterFactory>();
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Meter.Scope == meters) to.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => measured[instrument.Name] = value);
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var of = $"{instrument.Name} {tags[0].Value}";
            measured[of] = measured.GetValueOrDefault(of) + value;
        });
        listener.Start();
        await _one.Rates.TryTakeAsync("a", Most, Window);
        listener.RecordObservableInstruments();
        Assert.Equal([new("faceauth.store.shared.in_use", 1)], measured);

        await _redis.KillAsync();
        for (var i = 0; i < 3; i++) await _one.Rates.TryTakeAsync("a", Most, Window);
        listener.RecordObservableInstruments();

        Assert.Equal((0, 3), (measured["faceauth.store.shared.in_use"], measured["faceauth.store.shared.fallbacks rates"]));
    }

    [Fact]
    public async Task A_server_that_writes_nothing_is_as_good_as_away()
    {
        await _redis.AskAsync("CONFIG SET maxmemory 1");

        await BeginAsync(_one, Most);

        Assert.False(await TakeAsync(_one));
        Assert.False(_one.Link.IsInUse);
        Assert.Contains("OOM", _one.Link.Problem, StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisProcess.StartAsync();
        _one = await SharedNode.StartAsync(_redis.Configuration, ("Prefix", _prefix));
        _other = await SharedNode.StartAsync(_redis.Configuration, ("Prefix", _prefix));
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        await _redis.DisposeAsync();
    }

    static async Task<bool> TakeAsync(SharedNode node) => (await node.Rates.TryTakeAsync(Key, Most, Window)).IsAllowed;

    /// <summary>What Redis knows of all nodes' counts.</summary>
    Task<string> CountedAsync() => _redis.AskAsync(
        "EVAL \"local n = 0 for _, k in ipairs(redis.call('KEYS', '*:rates:*')) do for _, v in ipairs(redis.call('HVALS', k)) do "
        + "n = n + tonumber(string.match(v, '^%d+')) end end return n\" 0");

    static async Task BeginAsync(SharedNode node, int times)
    {
        for (var i = 0; i < times; i++) Assert.True(await TakeAsync(node));
    }

    async Task BackAsync()
    {
        await _one.UntilAsync(isInUse: true);
        await _other.UntilAsync(isInUse: true);
    }
}
