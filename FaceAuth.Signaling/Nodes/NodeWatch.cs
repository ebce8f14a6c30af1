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
    INodeStore nodes, INodeLine line, ISessionStore sessions, IFaceAttempts attempts, SessionRecorder recorder, SignalingMetrics metrics,
    IOptions<StoreOptions> store, TimeProvider time, ILogger<NodeWatch> logger) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    static readonly TimeSpan Short = TimeSpan.FromSeconds(6);
    static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    readonly NodeJudge _judge = new(line.Here);
    PeriodicTimer? _timer;
    bool _isKnown;

    /// <summary>Whether other nodes may share the database.</summary>
    bool IsShared => store.Value.Provider == StoreProvider.PostgreSql;

    /// <summary>This node runs a session that it has claimed.</summary>
    public ValueTask EnterAsync(Guid session, AttemptTicket? attempt, CancellationToken cancellation) =>
        IsShared ? nodes.EnterAsync(line.Here, session, attempt, cancellation) : default;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new(Every, time);
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
        _timer?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isBlind = false;
        do
        {
            try
            {
                await LookAsync(stoppingToken);
                isBlind = false;
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                _judge.HandleBlind();
                if (!isBlind) SignalingLog.NodesUnseen(logger, StoreFaults.ForLog(fault));
                isBlind = true;
            }
        }
        while (await _timer!.WaitForNextTickAsync(stoppingToken));
    }

    async Task LookAsync(CancellationToken cancellation)
    {
        if (!await nodes.BeatAsync(line.Here, cancellation) && _isKnown) SignalingLog.NodeForgotten(logger);
        _isKnown = true;
        foreach (var (node, silent) in _judge.HandleSeen(await nodes.ListAsync(cancellation), time.GetElapsedTime(0)))
        {
            if (silent < Short || (silent < Long && await line.IsHeardAsync(node) is not false)) continue;
            await EndAsync(node, cancellation);
        }
    }

    /// <summary>Ends what a lost node ran. Other nodes may do the same: the first that writes a session's end has ended it.</summary>
    async Task EndAsync(Guid node, CancellationToken cancellation)
    {
        var ended = 0;
        while (await nodes.SessionsOfAsync(node, cancellation) is { Count: > 0 } placed)
        {
            foreach (var (id, attempt) in placed)
            {
                if (await sessions.FindAsync(id, cancellation) is { State: SessionState.Claimed } session
                    && await recorder.EndAsync(session, NodeRefusals.NodeLost, cancellation))
                {
                    ended++;
                    metrics.Lost();
                    if (attempt is not null) await attempts.TakeBackAsync(attempt, cancellation);
                }

                await nodes.LeaveAsync(id, cancellation);
            }
        }

        await nodes.ForgetAsync(node, cancellation);
        SignalingLog.NodeLost(logger, node, ended);
    }
}
