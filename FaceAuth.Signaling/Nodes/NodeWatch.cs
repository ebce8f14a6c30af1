using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Nodes;

/// <summary>Says that this node lives, and ends what a node ran that does so no longer.</summary>
/// <remarks>
/// Beats are in the database: a node that cannot write there could store no verdict either. A beat that stands still for
/// <see cref="Short"/> is enough where Redis says that nobody listens for that node; else it takes <see cref="Long"/>. Should a node live all
/// the same, <see cref="AccountWatch"/> ends its sessions within a second or two, and none of them can be decided any more.
/// </remarks>
internal sealed class NodeWatch(
    INodeStore nodes, INodeLine line, ISessionStore sessions, SessionRecorder recorder, SignalingMetrics metrics,
    IOptions<StoreOptions> store, TimeProvider time, ILogger<NodeWatch> logger) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    static readonly TimeSpan Short = TimeSpan.FromSeconds(6);
    static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    readonly NodeJudge _judge = new(line.Here);
    PeriodicTimer? _beats, _looks;
    bool _isKnown;

    /// <summary>Whether other nodes may share the database.</summary>
    bool IsShared => store.Value.Provider == StoreProvider.PostgreSql;

    /// <summary>This node runs a session that it has claimed.</summary>
    public ValueTask EnterAsync(Guid session, AttemptTicket? attempt, CancellationToken cancellation) =>
        IsShared ? nodes.EnterAsync(line.Here, session, attempt, cancellation) : default;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        (_beats, _looks) = (new(Every, time), new(Every, time));
        return IsShared ? base.StartAsync(cancellationToken) : Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!_isKnown) return;
        try
        {
            using var limit = new CancellationTokenSource(Goodbye);
            await nodes.ForgetAsync(line.Here, limit.Token);
        }
        catch (Exception)
        {
            // it is away, or closed already: the others notice
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _beats?.Dispose();
        _looks?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    /// <remarks>By themselves: a node that ends many sessions of another must not fall silent over it.</remarks>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RepeatAsync(_beats!, BeatAsync, () => { }, stoppingToken), RepeatAsync(_looks!, LookAsync, _judge.HandleBlind, stoppingToken));

    async Task RepeatAsync(PeriodicTimer timer, Func<CancellationToken, Task> act, Action handleFault, CancellationToken stopping)
    {
        var isFaulted = false;
        do
        {
            try
            {
                await act(stopping);
                isFaulted = false;
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                handleFault();
                if (!isFaulted) SignalingLog.NodesUnseen(logger, StoreFaults.ForLog(fault));
                isFaulted = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    async Task BeatAsync(CancellationToken cancellation)
    {
        if (!await nodes.BeatAsync(line.Here, cancellation) && _isKnown) SignalingLog.NodeForgotten(logger);
        _isKnown = true;
    }

    async Task LookAsync(CancellationToken cancellation)
    {
        foreach (var (seen, silent) in _judge.HandleSeen(await nodes.ListAsync(cancellation), time.GetElapsedTime(0)))
        {
            if (silent < Short || (silent < Long && await line.IsHeardAsync(seen.Node) is not false)) continue;
            try
            {
                await EndAsync(seen, cancellation);
            }
            catch (Exception fault) when (!cancellation.IsCancellationRequested)
            {
                SignalingLog.NodeNotEnded(logger, seen.Node, StoreFaults.ForLog(fault));   // at the next look; other nodes all the same
            }
        }
    }

    /// <summary>Ends what a lost node ran, as much as is listed at once; the next look goes on.</summary>
    /// <remarks>
    /// Other nodes may do the same: the first that writes a session's end has ended it. A node that says something meanwhile lives, and what
    /// it has begun since is left alone.
    /// </remarks>
    async Task EndAsync(NodeBeat seen, CancellationToken cancellation)
    {
        var ended = 0;
        foreach (var (id, attempt) in await nodes.SessionsOfAsync(seen.Node, cancellation))
        {
            if (!await nodes.IsSilentAsync(seen, cancellation)) break;
            if (await sessions.FindAsync(id, cancellation) is { State: SessionState.Claimed } session
                && await recorder.EndAsync(session, NodeRefusals.NodeLost, cancellation, takenBack: attempt))
            {
                ended++;
                metrics.Lost();
            }

            await nodes.LeaveAsync(id, cancellation);
        }

        if (await nodes.ForgetAsync(seen.Node, cancellation) || ended > 0) SignalingLog.NodeLost(logger, seen.Node, ended);
    }
}
