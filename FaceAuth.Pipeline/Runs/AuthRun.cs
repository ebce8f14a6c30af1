using System.Threading.Channels;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Scheduling;
using FaceAuth.Pipeline.Stages;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Runs;

/// <summary>
/// One session inside the pipeline: drives its <see cref="DecisionMachine"/> with pictures and the time, and does what it asks for.
/// </summary>
/// <remarks>One picture is under way at a time. Safe from many threads: the lock is held for microseconds.</remarks>
internal sealed class AuthRun : IAuthRun
{
    readonly Lock _gate = new();
    readonly AuthRunContext _context;
    readonly AuthRequest _request;
    readonly DecisionMachine _machine;
    readonly FrameDoor _door = new();
    readonly EventFeed _feed;
    readonly RunStats _stats = new();
    readonly RtpClock _rtp = new();
    readonly PaceMachine _pace;
    readonly CancellationTokenSource _disposing = new();
    Task _asked = Task.CompletedTask;
    TaskCompletionSource? _idle;
    long _deadline;
    bool _isQueued;
    bool _isUnderWay;
    bool _isDisposed;
    volatile bool _isClosed;
    volatile bool _reportsEveryPicture;

    /// <param name="context">What all runs share.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="machine">Decides.</param>
    /// <param name="templates">The subject's templates when verifying; the run disposes them.</param>
    public AuthRun(AuthRunContext context, AuthRequest request, DecisionMachine machine, ITemplateSet? templates)
    {
        (_context, _request, _machine, Templates) = (context, request, machine, templates);
        _feed = new EventFeed(context.Options.EventCapacity, context.Metrics.EventDropped);
        _pace = new PaceMachine(context.Options.SlowApart);
        _deadline = machine.Deadline.Ticks;
    }

    /// <inheritdoc/>
    public ChannelReader<AuthEvent> Events => _feed.Reader;

    /// <inheritdoc/>
    public bool ReportsEveryPicture
    {
        get => _reportsEveryPicture;
        set => _reportsEveryPicture = value;
    }

    /// <summary>Sees the evidence of every picture, which it may only read during the call; for evaluation, null in a host.</summary>
    internal Action<FrameEvidence>? Watcher { get; set; }

    /// <summary>The subject's templates when verifying.</summary>
    public ITemplateSet? Templates { get; }

    /// <summary>Where its face was last; for the stage that holds its picture.</summary>
    public FollowedFace Followed { get; } = new();

    /// <summary>Whether pictures are of no use any more: all is decided, asked of the store, or the run is disposed.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>When <see cref="HandleDeadline"/> is due.</summary>
    public TimeSpan Deadline => new(Volatile.Read(ref _deadline));

    TimeSpan Now => _context.Time.GetElapsedTime(0);

    /// <inheritdoc/>
    public void Offer(VideoFrame frame)
    {
        _stats.AddIn();
        _context.Metrics.In();
        var received = frame.ReceivedAt;
        var answer = _door.Offer(frame);
        if (answer == DoorAnswer.Closed)
        {
            CountClosed();
            return;
        }

        lock (_gate)
        {
            _pace.HandlePicture(received);
            if (answer == DoorAnswer.TookAnothersPlace) CountSkipped();
            _machine.HandlePicture(Now);
            Volatile.Write(ref _deadline, _machine.Deadline.Ticks);
            Queue();
        }
    }

    /// <inheritdoc/>
    public AuthRunStats Snapshot() => _stats.Snapshot();

    /// <summary>Loads the newest picture into <paramref name="job"/>; false when there is none, and the job stays idle.</summary>
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

    /// <summary>The job's picture has been looked at by every stage: decides with it.</summary>
    public void HandleFrame(FrameEvidence evidence)
    {
        lock (_gate)
        {
            _pace.HandleAnalysed(evidence.Time.Received);
            TellLoad();
            Watcher?.Invoke(evidence);
            _machine.HandleFrame(evidence, Now);
            Drain();
        }
    }

    /// <summary>The job has left the last stage; it can be used again afterwards, and the run's next picture begin.</summary>
    public void End(FrameJob job)
    {
        try
        {
            var latency = Now - job.Evidence.Time.Received;
            if (job.Fault is { } fault) Fail(fault);
            else if (job.IsJudged) Report(job, latency);
            else CountClosed();
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

    /// <summary>A time limit may have passed.</summary>
    public void HandleDeadline()
    {
        lock (_gate)
        {
            TellLoad();
            Drain();
        }
    }

    /// <summary>
    /// <see cref="HandleDeadline"/> threw: refuses where that still can be said, and in any case ends the feed, which ends the session. Never throws.
    /// </summary>
    public void Break(Exception fault)
    {
        lock (_gate)
        {
            Try(() =>
            {
                _machine.HandleFault(Now);
                Drain();
            });
            Try(CloseDoor);
            _feed.End();
            Volatile.Write(ref _deadline, TimeSpan.MaxValue.Ticks);
        }

        Try(() => PipelineLog.DeadlineFailed(_context.Log, _request.SessionId, fault));
        Try(() => _context.Metrics.Fault("deadline"));
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
        await _disposing.CancelAsync();
        if (_idle is not null) await _idle.Task;
        await _asked;   // what the store has done already is a decision, and the feed still takes it
        lock (_gate) _feed.End();
        Templates?.Dispose();
        _disposing.Dispose();
    }

    static void Try(Action step)
    {
        try
        {
            step();
        }
#pragma warning disable CA1031 // what broke once may break again, and the run ends all the same
        catch (Exception)
#pragma warning restore CA1031
        {
        }
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
        lock (_gate)
        {
            _machine.HandleFault(Now);
            Drain();
        }
    }

    void Report(FrameJob job, TimeSpan latency)
    {
        _stats.AddAnalysed(job.StageTimes, latency);
        _context.Metrics.Analysed(job.StageTimes, latency);
        var cost = TimeSpan.Zero;
        foreach (var stage in job.StageTimes) cost += stage;
        _context.Load.Add(cost);
        if (!_reportsEveryPicture) return;
        var stages = new Dictionary<string, TimeSpan>(StageNames.All.Count);
        for (var stage = 0; stage < StageNames.All.Count; stage++)
        {
            if (job.StageTimes[stage] > TimeSpan.Zero) stages[StageNames.All[stage]] = job.StageTimes[stage];
        }

        lock (_gate) _feed.Write(new AuthEvent.Analysed(new FrameReport(job.RtpTimestamp, job.Evidence.Faces, latency, stages)));
    }

    // called with the lock held; the store's answer is told whatever happened meanwhile
    void Drain(bool isAnswer = false)
    {
        while (isAnswer || !_isDisposed)
        {
            switch (_machine.Poll(Now))
            {
                case DecisionAction.Publish publish:
                    Publish(publish.Event);
                    break;
                case DecisionAction.Store store:
                    Store(store);
                    break;
                case DecisionAction.Adapt adapt:
                    Adapt(adapt.Template);
                    break;
                case DecisionAction.Search search:
                    Search(search);
                    break;
                default:
                    Volatile.Write(ref _deadline, _machine.Deadline.Ticks);
                    return;
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
        }

        _feed.Write(published);
    }

    // apart from Drain, whose every call would allocate what these lambdas capture
    void Store(DecisionAction.Store store) => Ask(cancellation => AddAsync(store, cancellation));

    void Adapt(FaceTemplate template) => Ask(cancellation => AdaptAsync(template, cancellation));

    void Search(DecisionAction.Search search) => Ask(cancellation => FindAsync(search, cancellation));

    void Ask(Func<CancellationToken, Task> ask)
    {
        CloseDoor();   // what the store says ends the session either way
        _asked = Task.Run(() => AskAsync(ask));
    }

    void CloseDoor()
    {
        _isClosed = true;
        if (_door.Close()) CountClosed();
    }

    // called with the lock held
    void CountSkipped()
    {
        _pace.HandleSkipped();
        if (_isUnderWay) _stats.AddStale();
        else _stats.AddQueued();
        _context.Metrics.Dropped(_isUnderWay ? "stale" : "queued");
    }

    // called with the lock held
    void TellLoad() => _machine.HandleLoad(_pace.SlowTime(Now));

    void CountClosed()
    {
        _stats.AddClosed();
        _context.Metrics.Dropped("closed");
    }

    async Task AskAsync(Func<CancellationToken, Task> ask)
    {
        using var late = new CancellationTokenSource(_context.StoreWithin, _context.Time);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _disposing.Token);
        try
        {
            await ask(cancellation.Token);
        }
        catch (OperationCanceledException) when (_disposing.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // whatever the store throws ends this one run
        catch (Exception fault)
#pragma warning restore CA1031
        {
            PipelineLog.StoreFailed(_context.Log, _request.SessionId, fault);
            _context.Metrics.Fault("store");
            lock (_gate)
            {
                _machine.HandleFault(Now);
                Drain();
            }
        }
    }

    async Task AddAsync(DecisionAction.Store store, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var answer = await Writer().EnrolAsync(store, cancellation);
        lock (_gate)
        {
            if (answer == WriteAnswer.Taken) _machine.HandleTaken(Now);
            else if (answer == WriteAnswer.Duplicate) _machine.HandleDuplicate(Now);
            else _machine.HandleStored(answer == WriteAnswer.Stored, Now);
            Drain(isAnswer: true);
        }
    }

    async Task AdaptAsync(FaceTemplate template, CancellationToken cancellation)
    {
        var adapted = await Writer().AdaptAsync(template, cancellation);
        lock (_gate)
        {
            _machine.HandleAdapted(adapted, Now);
            Drain(isAnswer: true);
        }
    }

    TemplateWriter Writer() => new(_context, _request.Owner, _request.SubjectId!.Value, Templates?.Version ?? default);

    async Task FindAsync(DecisionAction.Search search, CancellationToken cancellation)
    {
        var (found, isAlive) = await new SubjectSearch(_context.Store, _context.EmbedderId, _request.Owner).FindAsync(search, cancellation);
        lock (_gate)
        {
            _machine.HandleFound(found, isAlive, Now);
            Drain(isAnswer: true);
        }
    }
}
