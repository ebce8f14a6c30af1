using System.Threading.Channels;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Scheduling;
using FaceAuth.Pipeline.Stages;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Runs;

/// <summary>One session inside the pipeline: drives its <see cref="DecisionMachine"/> and does what that asks for.</summary>
/// <remarks>One picture is under way at a time. Safe from many threads: the lock is held for microseconds.</remarks>
internal sealed class AuthRun : IAuthRun, IFrameRun, ITimedRun
{
    readonly Lock _gate = new();
    readonly AuthRunContext _context;
    readonly AuthRequest _request;
    readonly DecisionMachine _machine;
    readonly FrameDoor _door = new();
    readonly EventFeed _feed;
    readonly RunStats _stats;
    readonly RtpClock _rtp = new();
    readonly PaceMachine _pace;
    readonly RunTrace _trace = new();
    readonly StoreAsker _store;
    readonly RunPlace _place;
    readonly PictureAlbum? _album;
    TaskCompletionSource? _idle;
    long _deadline;
    bool _isQueued, _isUnderWay, _isDisposed, _isTurnedAway;
    volatile bool _isClosed, _reportsEveryPicture;

    /// <param name="context">What all runs share.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="machine">Decides.</param>
    /// <param name="templates">The subject's templates when verifying; the run disposes them.</param>
    public AuthRun(AuthRunContext context, AuthRequest request, DecisionMachine machine, ITemplateSet? templates)
    {
        (_context, _request, _machine, Templates) = (context, request, machine, templates);
        _feed = new EventFeed(context.EventCapacity, context.Metrics.EventDropped);
        _stats = new RunStats(context.Metrics);
        _pace = new PaceMachine(context.SlowApart);
        _store = new StoreAsker(context, request, templates?.Version ?? default, _trace, HandleAnswer, HandleStoreFault);
        (_place, _album) = (new RunPlace(context.Places, request), PictureAlbum.For(request));
        (_deadline, _door.Every) = (machine.Deadline.Ticks, machine.LookEvery);
    }

    /// <inheritdoc/>
    public ChannelReader<AuthEvent> Events => _feed.Reader;

    /// <inheritdoc/>
    public bool ReportsEveryPicture
    {
        get => _reportsEveryPicture;
        set => (_reportsEveryPicture, _door.Every) = (value, value ? TimeSpan.Zero : _door.Every);
    }

    /// <summary>Sees the evidence of every picture, which it may only read during the call; for evaluation, null in a host.</summary>
    internal Action<FrameEvidence>? Watcher { get; set; }

    /// <inheritdoc/>
    public ITemplateSet? Templates { get; }

    /// <inheritdoc/>
    public FollowedFace Followed { get; } = new();

    /// <inheritdoc/>
    public bool IsClosed => _isClosed;

    /// <inheritdoc/>
    public TimeSpan Deadline => new(Volatile.Read(ref _deadline));

    TimeSpan Now => _context.Time.GetElapsedTime(0);

    /// <inheritdoc/>
    public void Offer(VideoFrame frame)
    {
        var (received, answer) = (frame.ReceivedAt, _door.Offer(frame));
        _stats.AddIn(answer);
        if (answer == DoorAnswer.Closed) return;
        lock (_gate)
        {
            if (!_isClosed && !_place.TryTake(Now)) TurnAway();
            if (_isTurnedAway) return;
            _context.Load.AddNeed(_pace.HandlePicture(received, answer != DoorAnswer.Spared));
            if (answer == DoorAnswer.TookAnothersPlace)
            {
                _pace.HandleSkipped();
                _stats.AddSkipped(_isUnderWay);
            }

            _machine.HandlePicture(Now);
            Volatile.Write(ref _deadline, _machine.Deadline.Ticks);
            if (answer != DoorAnswer.Spared) Queue();
        }
    }

    /// <inheritdoc/>
    public void Tell(AuthSignal signal)
    {
        lock (_gate) _machine.HandleSignal(signal);
    }

    /// <inheritdoc/>
    public AuthRunStats Snapshot() => _stats.Snapshot();

    /// <inheritdoc/>
    public bool TryBegin(FrameJob job)
    {
        lock (_gate)
        {
            _isQueued = false;
            if (_isClosed || _door.TryTake() is not { } frame) return false;
            _isUnderWay = true;
            var time = new FrameTime(_rtp.At(frame.RtpTimestamp), frame.ReceivedAt);
            job.Load(this, frame, time);
            try
            {
                job.Wanted = _machine.Wants(time, _pace.IsSlow);
                (job.OpenEyes, job.Evidence.SharpFrom) = (_machine.OpenEyes, _machine.SharpFrom);
            }
#pragma warning disable CA1031 // a broken machine ends its run, as a broken model does
            catch (Exception fault)
#pragma warning restore CA1031
            {
                job.Fault = fault;
            }

            return true;
        }
    }

    /// <inheritdoc/>
    public void HandleFrame(FrameEvidence evidence, PicturePyramid picture)
    {
        _album?.Take(evidence, picture);
        lock (_gate)
        {
            _pace.HandleAnalysed(evidence.Time.Received);
            TellLoad();
            Watcher?.Invoke(evidence);
            _machine.HandleFrame(evidence, Now);
            Drain();
        }
    }

    /// <inheritdoc/>
    public void End(FrameJob job)
    {
        try
        {
            var latency = Now - job.Evidence.Time.Received;
            if (job.Fault is { } fault) Fail(fault);
            else if (job.IsJudged) Report(job, latency);
            else _stats.AddClosed();
        }
        finally
        {
            job.Unload();
            lock (_gate)
            {
                _isUnderWay = false;
                _idle?.TrySetResult();
                if (_door.HasFrame) Queue();
            }
        }
    }

    /// <inheritdoc/>
    public void HandleDeadline()
    {
        lock (_gate)
        {
            TellLoad();
            Drain();
        }
    }

    /// <summary><see cref="HandleDeadline"/> threw: refuses where that still can be said.</summary>
    /// <remarks>Ends the feed, and so the session, in any case. Never throws.</remarks>
    public void Break(Exception fault)
    {
        lock (_gate)
        {
            Quietly.Do(() => Refuse());
            Quietly.Do(CloseDoor);
            _feed.End();
            Volatile.Write(ref _deadline, TimeSpan.MaxValue.Ticks);
        }

        Quietly.Do(() => PipelineLog.DeadlineFailed(_context.Log, _request.SessionId, fault));
        Quietly.Do(() => _context.Metrics.Fault("deadline"));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = _isClosed = true;
            if (_isUnderWay) _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        _context.Closed(this);
        CloseDoor();
        await _store.DisposeAsync();   // what the store has done already is a decision, and the feed still takes it
        if (_idle is not null) await _idle.Task;
        lock (_gate) _feed.End();
        _album?.Dispose();
        _trace.End(_stats.Snapshot());
        Templates?.Dispose();
    }

    void Queue()
    {
        if (_isQueued || _isUnderWay || _isClosed) return;
        _isQueued = true;
        _context.Queue.Add(this);
    }

    void Fail(Exception fault)
    {
        PipelineLog.ModelFailed(_context.Log, _request.SessionId, fault);
        _context.Metrics.Fault("model");
        Refuse();
    }

    void HandleStoreFault(Exception fault)
    {
        PipelineLog.StoreFailed(_context.Log, _request.SessionId, fault);
        _context.Metrics.Fault("store");
        Refuse(StoreFaults.ReasonOf(fault));
    }

    void Refuse(ReasonCode reason = ReasonCode.InternalError)
    {
        lock (_gate)
        {
            _machine.HandleFault(Now, reason);
            Drain();
        }
    }

    // called with the lock held
    void TurnAway()
    {
        _isTurnedAway = true;
        CloseDoor();
        _context.Metrics.Refused(AuthRefusal.Busy);
        _feed.Write(new AuthEvent.TurnedAway(AuthRefusal.Busy));
        Volatile.Write(ref _deadline, TimeSpan.MaxValue.Ticks);
    }

    // told even where the run was disposed meanwhile: what is stored is stored
    void HandleAnswer(StoreAnswer answer)
    {
        lock (_gate)
        {
            answer(_machine, Now);
            Drain(isAnswer: true);
        }
    }

    void Report(FrameJob job, TimeSpan latency)
    {
        _stats.AddAnalysed(job.StageTimes, latency);
        _context.Load.Add(job.Cost);
        if (!_reportsEveryPicture) return;
        var report = job.Report(latency);
        lock (_gate) _feed.Write(new AuthEvent.Analysed(report));
    }

    // Called with the lock held. A disposed run does nothing more, but for what the store's answer brings; it asks nothing either, so that
    // whoever disposes it can wait for what was asked before.
    void Drain(bool isAnswer = false)
    {
        while (isAnswer || !(_isDisposed || _isTurnedAway))
        {
            switch (_machine.Poll(Now))
            {
                case DecisionAction.Publish publish:
                    Publish(publish.Event);
                    break;
                case DecisionAction.Wait:
                    Volatile.Write(ref _deadline, _machine.Deadline.Ticks);
                    if (!_reportsEveryPicture) _door.Every = _machine.LookEvery;
                    return;
                case var question when !_isDisposed:
                    CloseDoor();   // what the store says ends the session either way
                    _store.Ask(question);
                    break;
            }
        }
    }

    void Publish(AuthEvent published)
    {
        if (published is AuthEvent.Decided { Decision: var decision })
        {
            CloseDoor();
            _context.Metrics.Decided(_request.Purpose, decision);
            PipelineLog.Decided(_context.Log, _request.SessionId, decision.Accepted, string.Join(", ", decision.Reasons));
            if (_album is not null) published = new AuthEvent.Decided(_album.GiveTo(decision));
        }

        _feed.Write(published);
    }

    void CloseDoor()
    {
        _isClosed = true;
        if (_door.Close()) _stats.AddClosed();
        _place.Leave();
    }

    void TellLoad() => _machine.HandleLoad(_pace.SlowTime(Now));   // called with the lock held
}
