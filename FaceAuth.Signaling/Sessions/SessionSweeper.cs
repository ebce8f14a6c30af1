using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Sessions;

/// <summary>
/// The one timer of all sessions: ends those whose time is over, and those in the store that nobody came for or that
/// a crash left behind. When the host stops it drains the registry while the network is still up.
/// </summary>
internal sealed class SessionSweeper(
    SessionRegistry registry, ISessionStore sessions, IOptions<SignalingOptions> options, TimeProvider time, ILogger<SessionSweeper> logger)
    : BackgroundService, IHostedLifecycleService
{
    static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    static readonly TimeSpan StorePeriod = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        SignalingLog.Draining(logger, registry.Count, options.Value.DrainTime);
        return registry.DrainAsync(options.Value.DrainTime, time, cancellationToken);
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        var storeAt = time.GetElapsedTime(0) + StorePeriod;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = time.GetElapsedTime(0);
            registry.StopOverdue(now);
            if (now < storeAt) continue;
            storeAt = now + StorePeriod;
            await EndAbandonedAsync(stoppingToken);
        }
    }

    /// <summary>A claimed session older than its token's and its own longest life belongs to no living node.</summary>
    async Task EndAbandonedAsync(CancellationToken cancellation)
    {
        try
        {
            var now = time.GetUtcNow();
            var longest = options.Value.TokenLifetime + options.Value.TimeLimit + options.Value.Linger + StorePeriod;
            var ended = await sessions.EndAbandonedAsync(now - longest, now, cancellation);
            if (ended > 0) SignalingLog.AbandonedEnded(logger, ended);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            SignalingLog.SweepFailed(logger, e);
        }
    }
}
