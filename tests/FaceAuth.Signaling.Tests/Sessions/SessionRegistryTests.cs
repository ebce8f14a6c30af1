using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FaceAuth.Signaling.Tests.Sessions;

public sealed class SessionRegistryTests : IAsyncLifetime
{
    readonly HostApplication _host = new();
    HttpClient _party = null!;

    [Fact]
    public async Task A_stopping_server_takes_no_session_and_lets_the_running_ones_finish()
    {
        var session = await OpenAsync();
        await session.OpenChannelAsync();
        var registry = _host.Services.GetRequiredService<SessionRegistry>();

        var drained = registry.DrainAsync(TimeSpan.FromSeconds(10), _host.Clock, default);
        var refused = (await _host.Services.GetRequiredService<SessionLimits>().TryReserveAsync(null, default)).Refusal;
        var early = drained.IsCompleted;
        session.Run.Says(new AuthEvent.Decided(session.Accepted()));

        await drained.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((Refusals.ServerStopping, false), (refused, early));
        Assert.Equal("accepted", (await session.EndAsync()).Outcome);
    }

    [Fact]
    public async Task A_session_that_outlasts_the_drain_is_ended()
    {
        var session = await OpenAsync();
        await session.OpenChannelAsync();
        var drained = _host.Services.GetRequiredService<SessionRegistry>().DrainAsync(TimeSpan.FromSeconds(10), _host.Clock, default);

        _host.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("server_stopping", (await session.EndAsync()).Outcome);
        await drained.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task What_a_crash_left_claimed_is_ended_when_its_time_is_over()
    {
        var id = (await _party.CreateSessionAsync(new { purpose = "enroll", subject = "ada" })).GetProperty("id").GetGuid();
        await _host.Sessions.TryClaimAsync(id, _host.Clock.GetUtcNow(), default);

        for (var minute = 0; minute < 6; minute++) _host.Clock.Advance(TimeSpan.FromMinutes(1));

        SessionState state;
        while ((state = (await _host.Sessions.FindAsync(id, default))!.State) == SessionState.Claimed)
            await Task.Yield();   // until the sweeper has had its turn
        Assert.Equal(SessionState.Ended, state);
    }

    [Fact]
    public async Task Time_counts_from_the_start_on_however_late_a_thread_is_free_for_the_sweeper()
    {
        var clock = new TimerCount();
        using var sweeper = ActivatorUtilities.CreateInstance<SessionSweeper>(_host.Services, clock);

        await sweeper.StartAsync(default);

        Assert.Equal(1, clock.Timers);
        await sweeper.StopAsync(default);
    }

    public async ValueTask InitializeAsync() => _party = await _host.RelyingPartyAsync();

    public async ValueTask DisposeAsync()
    {
        _party.Dispose();
        await _host.DisposeAsync();
    }

    Task<LiveSession> OpenAsync() => LiveSession.OpenAsync(_host, _party, new { purpose = "enroll", subject = "ada" });

    sealed class TimerCount : FakeTimeProvider
    {
        int _timers;

        public int Timers => Volatile.Read(ref _timers);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _timers);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }

    [Fact]
    public async Task A_drain_is_told_in_one_line_with_how_long_it_may_take()
    {
        await using var host = new HostApplication(("Signaling:DrainTime", "00:00:07"));
        var drain = host.Services.GetRequiredService<SessionDrain>();

        await Task.WhenAll(drain.DrainAsync(), drain.DrainAsync());

        var line = Assert.Single(host.Log.All, line => line.Contains("Stopping", StringComparison.Ordinal));
        Assert.Contains("00:00:07", line, StringComparison.Ordinal);
    }
}
