using System.Collections.Concurrent;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Runs;
using FaceAuth.Pipeline.Scheduling;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FaceAuth.Pipeline;

/// <summary>Opens runs.</summary>
/// <remarks>
/// Loads the models when the host starts; where that fails, the host starts all the same, every run is refused with what to do about it,
/// and loading is tried again now and then.
/// </remarks>
internal sealed class AuthPipeline : IAuthPipeline, IHostedService, IAsyncDisposable
{
    readonly Func<IModelPack> _load;
    readonly ITemplateStore _templates;
    readonly ISubjectStore _subjects;
    readonly DecisionOptions _decision;
    readonly PipelineOptions _options;
    readonly PipelineMetrics _metrics;
    readonly TimeProvider _time;
    readonly ILogger<AuthPipeline> _log;
    readonly ConcurrentDictionary<AuthRun, bool> _runs = [];
    readonly DeadlineTicker _ticker;
    readonly CancellationTokenSource _stopping = new();
    volatile Loaded? _loaded;
    volatile PipelineReadiness _readiness;
    Task _retrying = Task.CompletedTask;
    int _open;
    int _stopped;

    public AuthPipeline(
        PackLoader loader, ITemplateStore templates, ISubjectStore subjects, IOptions<DecisionOptions> decision,
        IOptions<PipelineOptions> options, PipelineMetrics metrics, TimeProvider time, ILogger<AuthPipeline> log)
    {
        (_load, _templates, _subjects, _metrics, _time, _log) = (loader.Load, templates, subjects, metrics, time, log);
        (_decision, _options) = (decision.Value, options.Value);
        _readiness = new PipelineReadiness(false, "The models are still being loaded; try again in a moment.", loader.Pack, []);
        _ticker = new DeadlineTicker(time, _options.Tick);
    }

    /// <summary>What takes the place of the threads, in a test on virtual time.</summary>
    internal Func<FlowMachine, IRunQueue>? Drive { get; init; }

    /// <summary>What challenges are drawn from. An evaluation that must come out the same again sets another; a host never does.</summary>
    internal Random Chance { get; set; } = SecretRandom.Instance;

    /// <summary>What pictures cost; null before the models are loaded.</summary>
    internal LoadMeter? Load => _loaded?.Context.Load;

    /// <inheritdoc/>
    public PipelineReadiness Readiness => _loaded?.Models.Notice is { } notice ? _readiness with { Notice = notice } : _readiness;

    /// <inheritdoc/>
    public bool CanAsk(string policy, IReadOnlyCollection<ChallengeKind> cannot)
    {
        ArgumentNullException.ThrowIfNull(cannot);
        return _decision.Policy(policy) is not { } known || known.Without(cannot) is not null;
    }

    /// <inheritdoc/>
    public async ValueTask<AuthAdmission> OpenAsync(AuthRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.SubjectId is null && request.Purpose != SessionPurpose.Identify)
            throw new ArgumentException($"{request.Purpose} needs a subject.", nameof(request));
        if (request.Pictures is < 0 or > ReviewPicture.Most)
            throw new ArgumentException($"{request.Pictures} pictures; 0 to {ReviewPicture.Most} are kept.", nameof(request));
        if (_loaded is not { } loaded) return Refuse(AuthRefusal.NotReady);
        if (_decision.Policy(request.Policy) is not { } named) return Refuse(AuthRefusal.UnknownPolicy);
        if (named.Without(request.Cannot) is not { } policy) return Refuse(AuthRefusal.PolicyNotPossible);
        if (Interlocked.Increment(ref _open) > _options.MaxRuns || !loaded.Context.Places.HasRoom(request, _time.GetElapsedTime(0)))
        {
            Interlocked.Decrement(ref _open);
            return Refuse(AuthRefusal.Busy);
        }

        AuthRun? run = null;
        AuthRefusal? refusal;
        try
        {
            (run, refusal) = await TryOpenAsync(request, policy, loaded, cancellation);
        }
        finally
        {
            if (run is null) Interlocked.Decrement(ref _open);
        }

        return refusal is { } reason ? Refuse(reason) : new AuthAdmission(run, null);
    }

    /// <summary>Tries to load the models; ends whether that works or not.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await Task.Run(TryLoad, cancellationToken)) _retrying = RetryAsync();
    }

    /// <summary>Ends every run and lets go of the models.</summary>
    public async Task StopAsync(CancellationToken cancellationToken) => await DisposeAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0) return;
        await _stopping.CancelAsync();
        await _retrying;
        _ticker.Dispose();
        foreach (var (run, _) in _runs) await run.DisposeAsync();
        if (_loaded is { } loaded)
        {
            _readiness = _readiness with { IsReady = false, Problem = "The host is stopping." };
            _loaded = null;
            await loaded.Runner.DisposeAsync();
        }

        _stopping.Dispose();
    }

    async ValueTask<(AuthRun? Run, AuthRefusal? Refusal)> TryOpenAsync(
        AuthRequest request, LivenessPolicy policy, Loaded loaded, CancellationToken cancellation)
    {
        ITemplateSet? set = null;
        if (request.SubjectId is { } subjectId && request.Purpose != SessionPurpose.Identify)
        {
            // first: what it finds altered no longer counts among the subject's templates
            set = await _templates.LoadAsync(subjectId, loaded.Models.TemplateModel, cancellation);
            if (await _subjects.FindAsync(subjectId, cancellation) is not { } subject)
            {
                set?.Dispose();
                return (null, AuthRefusal.NotEnrolled);
            }

            var isOld = set is null && subject.TemplateCount > 0;
            if (isOld && (request.Purpose == SessionPurpose.Verify || _decision.Enrol.AfterModelChange != ModelChange.Allow))
                return (null, AuthRefusal.EnrolledWithAnotherModel);
            if (set is null && request.Purpose == SessionPurpose.Verify) return (null, AuthRefusal.NotEnrolled);
        }

        var machine = NewMachine(loaded.Models, request, policy, Chance, isCompared: set is not null);
        var run = new AuthRun(loaded.Context, request, machine, set);
        _runs.TryAdd(run, true);
        _ticker.Add(run);
        _metrics.Opened();
        PipelineLog.Opened(_log, request.SessionId, request.Purpose, request.Policy);
        return (run, null);
    }

    /// <summary>A machine that decides as a run's would, for evidence that was seen before; for evaluation.</summary>
    /// <exception cref="InvalidOperationException">The models are not loaded.</exception>
    internal DecisionMachine NewMachine(AuthRequest request, LivenessPolicy policy, Random chance) =>
        NewMachine(
            (_loaded ?? throw new InvalidOperationException("The models are not loaded.")).Models,
            request, policy, chance, isCompared: false);

    DecisionMachine NewMachine(IModelPack models, AuthRequest request, LivenessPolicy policy, Random chance, bool isCompared)
    {
        var acceptAt = request.Purpose == SessionPurpose.Identify
            ? _decision.Match.IdentifyAt ?? models.IdentifyAt
            : _decision.Match.VerifyAt ?? models.VerifyAt;
        acceptAt = MathF.Min(1, acceptAt + policy.MatchMargin);
        var brief = new DecisionBrief(
            request.Purpose, request.SubjectId, policy, acceptAt, models.CoveredAt,
            models.TemplateModel, models.EmbeddingLength, models.Fusion, models.ModelIds, isCompared)
        {
            CanPursue = request.CanPursue,
            CanLight = request.CanLight,
        };
        return new DecisionMachine(_decision, brief, chance, _time.GetElapsedTime(0));
    }

    AuthAdmission Refuse(AuthRefusal reason)
    {
        _metrics.Refused(reason);
        return new AuthAdmission(null, reason);
    }

    void HandleClosed(AuthRun run)
    {
        _ticker.Remove(run);
        if (!_runs.TryRemove(run, out _)) return;
        Interlocked.Decrement(ref _open);
        _metrics.Closed();
    }

    bool TryLoad()
    {
        IModelPack? models = null;
        try
        {
            models = _load();
            var runner = new PipelineRunner(models, _decision, _options, _time, _log, Drive);
            _loaded = new Loaded(models, runner, new AuthRunContext
            {
                Time = _time,
                EventCapacity = _options.EventCapacity,
                SlowApart = _options.SlowApart,
                Store = _templates,
                StoreWithin = _decision.Enrol.StoreWithin,
                TemplateModel = models.TemplateModel,
                Cohort = models.Cohort,
                VerifyAt = _decision.Match.VerifyAt ?? models.VerifyAt,
                IdentifyAt = _decision.Match.IdentifyAt ?? models.IdentifyAt,
                Queue = runner.Queue,
                Places = new RunPlaces(runner.Load),
                Load = runner.Load,
                Metrics = _metrics,
                Log = _log,
                Closed = HandleClosed,
            });
            _readiness = new PipelineReadiness(true, null, models.Name, models.ModelIds) { RunsOn = models.RunsOn };
            PipelineLog.Ready(_log, models.Name, _options.ThreadCount, string.Join(", ", models.ModelIds));
            return true;
        }
#pragma warning disable CA1031 // a native library that is missing ends no host either
        catch (Exception fault)
#pragma warning restore CA1031
        {
            models?.Dispose();
            var problem = fault is ModelException ? fault.Message : $"The models could not be started: {fault.Message}";
            // said once, not every few seconds
            if (_readiness.Problem != problem) PipelineLog.NotReady(_log, problem, _options.ModelRetry);
            _readiness = _readiness with { Problem = problem };
            return false;
        }
    }

    async Task RetryAsync()
    {
        try
        {
            do await Task.Delay(_options.ModelRetry, _time, _stopping.Token);
            while (!TryLoad());
        }
        catch (OperationCanceledException)
        {
        }
    }

    sealed record Loaded(IModelPack Models, PipelineRunner Runner, AuthRunContext Context);
}
