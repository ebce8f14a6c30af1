using System.Threading.Channels;
using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>One session from its answer to its end.</summary>
/// <remarks>
/// Owns the peer connection and the pipeline's run, relays between them until there is a decision or a reason to stop, records the end,
/// and closes both whatever happens. An error in here ends this session and no other.
/// </remarks>
internal sealed class SessionSupervisor(
    SessionParts parts, SessionRelay relay, SessionRecorder recorder, SessionReporter reporter, CourseKeeper courses,
    SignalingOptions options, TimeProvider time)
{
    static readonly TimeSpan RecordTime = TimeSpan.FromSeconds(15);
    static readonly TimeSpan TellTime = TimeSpan.FromSeconds(2);

    readonly SessionRecord _session = parts.Session;
    readonly IMediaPeer _peer = parts.Peer;
    readonly IAuthRun _run = parts.Run;
    readonly TaskCompletionSource<Refusal> _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile bool _returnsEnded;
    bool _isCounted;
    Task _keeping = Task.CompletedTask;

    /// <summary>The session's id.</summary>
    public Guid SessionId => _session.Id;

    /// <summary>Whom it is about; null for identify.</summary>
    public Guid? SubjectId => _session.SubjectId;

    /// <summary>Whose session it is.</summary>
    public string Owner => _session.Owner;

    /// <summary>The session as it was when it began.</summary>
    public SessionRecord Session => _session;

    /// <summary>Id of the token it was joined with.</summary>
    public string TokenId => parts.TokenId;

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
    public Outcome<string> Restart(string offer, string connectionId)
    {
        var restart = _peer.Restart(offer);
        if (restart.Refusal is { } refusal) return SessionEnd.Of(refusal, restart.Message);
        parts.Browser.ConnectionId = connectionId;
        return restart.AnswerSdp!;
    }

    /// <summary>Runs the session to its end. Never throws.</summary>
    public async Task RunAsync()
    {
        var relayed = await RelayAsync();
        parts.Course.HandleEnded();
        var told = await FinishAsync(relayed);
        var kept = courses.KeepAsync(_session.Id, parts.Course);   // the verdict is told by now
        await QuietlyAsync(() => _peer.CloseAsync(told ? options.Linger : TimeSpan.Zero));   // the result may still be on its way
        EndReturns();
        await QuietlyAsync(_run.DisposeAsync);
        await kept;
        await _keeping;
        await QuietlyAsync(_peer.DisposeAsync);
        relay.Dispose();
    }

    async Task<Outcome<AuthDecision>> RelayAsync()
    {
        try
        {
            reporter.HandleBegan(_session);
            Task<bool>? peerReady = null, runReady = null;
            while (true)
            {
                while (_peer.Events.TryRead(out var happened))
                    if (Handle(happened) is { } why) return why;
                while (_run.Events.TryRead(out var said))
                {
                    parts.Timeline.Handle(said);
                    parts.Course.Handle(said);
                    if (said is AuthEvent.TurnedAway turned) return SessionEnd.Of(turned.Reason);
                    if (relay.Handle(said) is { } decision) return decision;
                }

                if (_stop.Task.IsCompleted) return await _stop.Task;

                peerReady = Renew(peerReady, _peer.Events);
                runReady = Renew(runReady, _run.Events);
                var first = await Task.WhenAny(peerReady, runReady, _stop.Task);
                if ((first == peerReady && !await peerReady) || (first == runReady && !await runReady))
                    throw new InvalidOperationException("A layer below ended the session without saying why.");
            }
        }
        catch (Exception e)
        {
            reporter.HandleFailed(_session.Id, e);
            return StoreFaults.Of(e);
        }
    }

    Refusal? Handle(PeerEvent happened)
    {
        parts.Timeline.Handle(happened);
        if (happened is PeerEvent.Connected) parts.Seat.HandleConnected();
        if (happened is PeerEvent.Connected or PeerEvent.SignsChanged) TellSignals();
        var noRoom = happened is PeerEvent.FirstPicture ? parts.Seat.HandlePicture() : null;
        return relay.Handle(happened) ?? noRoom;
    }

    void TellSignals()
    {
        if (_peer.Signs(parts.UserAgent) is not { } signs) return;
        _run.Tell(new(SignalKind.ClientIdentity, StateOf(signs.ClientIdentity)));
        _run.Tell(new(SignalKind.Pacing, StateOf(signs.Pacing)));
        _run.Tell(new(SignalKind.KeyframeAnswer, StateOf(signs.KeyframeAnswer)));
    }

    static SignalState StateOf(PeerSign sign) => sign switch
    {
        PeerSign.Clear => SignalState.Clear,
        PeerSign.Raised => SignalState.Raised,
        _ => SignalState.Unknown,
    };

    /// <summary>Records the end and tells the browser; true when it was told on the data channel.</summary>
    async Task<bool> FinishAsync(Outcome<AuthDecision> relayed)
    {
        if (!relayed.TryGet(out var decision, out var why))
        {
            await QuietlyAsync(_run.DisposeAsync);  // from here on the run writes nothing
            decision = LateDecision();              // but what it wrote before that is a decision
        }

        why ??= Refusals.InternalError;
        try
        {
            using var limit = new CancellationTokenSource(RecordTime, time);
            if (decision is not null
                && await recorder.DecideAsync(_session, decision, _peer, limit.Token, parts.Timeline) is { } decided)
            {
                HandleEnded(decision.Accepted ? "accepted" : "rejected");
                if (decision.Accepted) await parts.Seat.HandleAcceptedAsync();
                var sent = relay.SendResult(decision, decided.Verdict);
                if (!sent) reporter.HandleUnsent(_session.Id);
                _keeping = KeepPicturesAsync(decided, decision);
                decision = null;
                return sent;
            }

            if (why.Code == Refusals.Busy.Code) parts.Seat.HandleTurnedAway();
            if (decision is not null) why = _stop.Task.IsCompleted ? await _stop.Task : Refusals.SessionEnded;
            // one that another node took for lost has its attempt back by now
            var isFirst = await recorder.EndAsync(_session, why, limit.Token, parts.Timeline);
            if (isFirst && why.Code == Refusals.ServerStopping.Code) parts.Seat.HandleTurnedAway();
            HandleEnded(why.Code);
        }
        catch (Exception e)
        {
            reporter.HandleUnrecorded(_session.Id, e);
            why = StoreFaults.Of(e);
            await QuietlyAsync(() =>
            {
                HandleEnded(why.Code);
                return ValueTask.CompletedTask;
            });
        }
        finally
        {
            foreach (var picture in decision?.Pictures ?? []) picture.Dispose();
        }

        var told = relay.SendError(why);
        await QuietlyAsync(() => new(parts.Browser.TellAsync(_session.Id, why).WaitAsync(TellTime, time)));
        return told;
    }

    async Task KeepPicturesAsync(DecidedSession decided, AuthDecision decision)
    {
        await recorder.KeepPicturesAsync(_session, decided, decision);
        foreach (var picture in decision.Pictures) picture.Dispose();
    }

    void HandleEnded(string outcome)
    {
        if (_isCounted) return;   // it ended as was recorded, whatever broke after that
        _isCounted = true;
        reporter.HandleEnded(_session, outcome);
    }

    AuthDecision? LateDecision()
    {
        while (_run.Events.TryRead(out var said))
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
            reporter.HandleUnclosed(_session.Id, e);
        }
    }

    static Task<bool> Renew<T>(Task<bool>? waiting, ChannelReader<T> events) =>
        waiting is { IsCompleted: false } ? waiting : events.WaitToReadAsync().AsTask();
}
