using System.Threading.Channels;
using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>
/// One session from its answer to its end: owns the peer connection and the pipeline's run, relays between them until
/// there is a decision or a reason to stop, records the end, and closes both whatever happens. An error in here ends
/// this session and no other.
/// </summary>
internal sealed class SessionSupervisor(
    SessionRecord session, string tokenId, IMediaPeer peer, IAuthRun run, SessionRelay relay, SessionRecorder recorder,
    BrowserLine browser, SignalingOptions options, SignalingMetrics metrics, TimeProvider time, ILogger logger)
{
    static readonly TimeSpan RecordTime = TimeSpan.FromSeconds(15);
    static readonly TimeSpan TellTime = TimeSpan.FromSeconds(2);

    readonly TaskCompletionSource<Refusal> _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile bool _returnsEnded;
    bool _isCounted;

    /// <summary>The session's id.</summary>
    public Guid SessionId => session.Id;

    /// <summary>Whom it is about; null for identify.</summary>
    public Guid? SubjectId => session.SubjectId;

    /// <summary>Whose session it is.</summary>
    public string Owner => session.Owner;

    /// <summary>Id of the token it was joined with.</summary>
    public string TokenId => tokenId;

    /// <summary>When it must be over, on the host's clock.</summary>
    public TimeSpan Deadline { get; } = time.GetElapsedTime(0) + options.TimeLimit;

    /// <summary>The same as a date.</summary>
    public DateTimeOffset EndsAt { get; } = time.GetUtcNow() + options.TimeLimit;

    /// <summary>Whether its browser may come back to it with a token that has run out. Safe from any thread.</summary>
    public bool IsResumable => !_returnsEnded && !_stop.Task.IsCompleted && time.GetElapsedTime(0) < Deadline;

    /// <summary>From now on only a token that has not run out leads back to it. Safe from any thread.</summary>
    public void EndReturns() => _returnsEnded = true;

    /// <summary>Asks the session to end; the first reason counts. Safe from any thread.</summary>
    public void Stop(Refusal why) => _stop.TrySetResult(why);

    /// <summary>
    /// Answers an ICE restart of the browser, which hears of the end by <paramref name="connectionId"/> from then on; a refusal leaves the
    /// session as it is.
    /// </summary>
    /// <remarks>Safe from any thread.</remarks>
    public (string? Answer, Refusal? Refusal) Restart(string offer, string connectionId)
    {
        var restart = peer.Restart(offer);
        if (restart.Refusal is { } refusal) return (null, SessionEnd.Of(refusal, restart.Message));
        browser.ConnectionId = connectionId;
        return (restart.AnswerSdp, null);
    }

    /// <summary>Runs the session to its end. Never throws.</summary>
    public async Task RunAsync()
    {
        var (decision, why) = await RelayAsync();
        var told = await FinishAsync(decision, why);
        await QuietlyAsync(() => peer.CloseAsync(told ? options.Linger : TimeSpan.Zero));   // until then the result may still be on its way
        EndReturns();
        await QuietlyAsync(run.DisposeAsync);
        await QuietlyAsync(peer.DisposeAsync);
        relay.Dispose();
    }

    async Task<(AuthDecision? Decision, Refusal? Why)> RelayAsync()
    {
        try
        {
            metrics.Started(session.Purpose);
            SignalingLog.SessionBegan(logger, session.Id, Wire.Name(session.Purpose), session.Policy);
            Task<bool>? peerReady = null, runReady = null;
            while (true)
            {
                while (peer.Events.TryRead(out var happened))
                    if (relay.Handle(happened) is { } why) return (null, why);
                while (run.Events.TryRead(out var said))
                    if (relay.Handle(said) is { } decision) return (decision, null);
                if (_stop.Task.IsCompleted) return (null, await _stop.Task);

                peerReady = Renew(peerReady, peer.Events);
                runReady = Renew(runReady, run.Events);
                var first = await Task.WhenAny(peerReady, runReady, _stop.Task);
                if ((first == peerReady && !await peerReady) || (first == runReady && !await runReady))
                    throw new InvalidOperationException("A layer below ended the session without saying why.");
            }
        }
        catch (Exception e)
        {
            SignalingLog.SessionFailed(logger, session.Id, e);
            return (null, Refusals.InternalError);
        }
    }

    /// <summary>Records the end and tells the browser; true when it was told on the data channel.</summary>
    async Task<bool> FinishAsync(AuthDecision? decision, Refusal? why)
    {
        if (decision is null)
        {
            await QuietlyAsync(run.DisposeAsync);   // from here on the run writes nothing
            decision = LateDecision();              // but what it wrote before that is a decision
        }

        why ??= Refusals.InternalError;
        try
        {
            using var limit = new CancellationTokenSource(RecordTime, time);
            if (decision is not null && await recorder.DecideAsync(session, decision, peer, limit.Token) is { } verdict)
            {
                HandleEnded(decision.Accepted ? "accepted" : "rejected");
                var sent = relay.SendResult(decision, verdict);
                if (!sent) SignalingLog.ResultUnsent(logger, session.Id);
                return sent;
            }

            if (decision is not null) why = _stop.Task.IsCompleted ? await _stop.Task : Refusals.SessionEnded;
            await recorder.EndAsync(session, why, limit.Token);
            HandleEnded(why.Code);
        }
        catch (Exception e)
        {
            SignalingLog.RecordFailed(logger, session.Id, e);
            why = Refusals.InternalError;
            await QuietlyAsync(() =>
            {
                HandleEnded(why.Code);
                return ValueTask.CompletedTask;
            });
        }

        var told = relay.SendError(why);
        await QuietlyAsync(() => new(browser.TellAsync(session.Id, why).WaitAsync(TellTime, time)));
        return told;
    }

    void HandleEnded(string outcome)
    {
        if (_isCounted) return;   // it ended as was recorded, whatever broke after that
        _isCounted = true;
        metrics.Ended(session.Purpose, outcome);
        SignalingLog.SessionEnded(logger, session.Id, outcome);
    }

    AuthDecision? LateDecision()
    {
        while (run.Events.TryRead(out var said))
            if (said is AuthEvent.Decided decided) return decided.Decision;
        return null;
    }

    async Task QuietlyAsync(Func<ValueTask> close)
    {
        try
        {
            await close();
        }
        catch (Exception e)
        {
            SignalingLog.CloseFailed(logger, session.Id, e);
        }
    }

    static Task<bool> Renew<T>(Task<bool>? waiting, ChannelReader<T> events) =>
        waiting is { IsCompleted: false } ? waiting : events.WaitToReadAsync().AsTask();
}
