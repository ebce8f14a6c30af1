using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Reviews;
using FaceAuth.Store;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Sessions;

/// <summary>The one timer of all sessions: ends those whose time is over or that were left; erases empty subjects, old pictures.</summary>
/// <remarks>
/// Left in the store are sessions that nobody came for and those of a crash; empty are subjects that were never enrolled. When the host
/// stops it drains the registry while the network is still up.
/// </remarks>
internal sealed class SessionSweeper(
    SessionRegistry registry, SessionDrain drain, ISessionStore sessions, ISubjectStore subjects, SessionPictures pictures,
    IOptions<SignalingOptions> options, IOptions<StoreOptions> store, TimeProvider time, ILogger<SessionSweeper> logger)
    : BackgroundService, IHostedLifecycleService
{
    static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    static readonly TimeSpan StorePeriod = TimeSpan.FromMinutes(1);

    PeriodicTimer? _timer;
    TimeSpan _storeAt;
    bool _started;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (!_started) return;   // the start failed: there is nothing to drain
        await using var hurried = cancellationToken.Register(drain.Hurry);
        await drain.DrainAsync();
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What was claimed before a server alone began was left by a crash: sessions live in a node's memory.</summary>
    /// <remarks>Where other nodes may share the database, it may be running on one of them until its longest life is over.</remarks>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var isAlone = store.Value.Provider == StoreProvider.Sqlite;
        await EndAbandonedAsync(isAlone ? time.GetUtcNow() : time.GetUtcNow() - LongestLife, cancellationToken);
        // here, and not in ExecuteAsync, which begins whenever the thread pool comes to it: from the start on no time passes unseen
        _timer = new PeriodicTimer(Period, time);
        _storeAt = time.GetElapsedTime(0) + StorePeriod;
        await base.StartAsync(cancellationToken);
        _started = true;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _timer?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var timer = _timer!;
        // ends the loop without an exception: a start that failed stops it, too
        await using var stopping = stoppingToken.Register(timer.Dispose);
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            var now = time.GetElapsedTime(0);
            registry.StopOverdue(now);
            if (now < _storeAt) continue;
            _storeAt = now + StorePeriod;
            await QuietlyAsync(() => EndAbandonedAsync(time.GetUtcNow() - LongestLife, stoppingToken), stoppingToken);
            // by itself: what is kept too long must not outlast another fault
            await QuietlyAsync(() => pictures.SweepAsync(stoppingToken), stoppingToken);
        }
    }

    /// <summary>A claimed session that is older belongs to nobody any more.</summary>
    TimeSpan LongestLife => options.Value.TokenLifetime + options.Value.TimeLimit + options.Value.Linger + StorePeriod;

    /// <summary>A subject that was not enrolled is kept as long as a verdict that names it is good for.</summary>
    /// <remarks>Until then its owner may fetch that, try again, or erase it.</remarks>
    TimeSpan EmptyFor => options.Value.VerdictLifetime > StorePeriod ? options.Value.VerdictLifetime : StorePeriod;

    async Task EndAbandonedAsync(DateTimeOffset createdBefore, CancellationToken cancellation)
    {
        var ended = await sessions.EndAbandonedAsync(createdBefore, time.GetUtcNow(), cancellation);
        if (ended > 0) SignalingLog.AbandonedEnded(logger, ended);
        var erased = await subjects.EraseEmptyAsync(time.GetUtcNow() - EmptyFor, cancellation);
        if (erased > 0) SignalingLog.EmptyErased(logger, erased);
    }

    async Task QuietlyAsync(Func<Task> sweep, CancellationToken cancellation)
    {
        try
        {
            await sweep();
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            SignalingLog.SweepFailed(logger, StoreFaults.ForLog(e));
        }
    }
}
