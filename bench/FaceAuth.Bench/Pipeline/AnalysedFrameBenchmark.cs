using BenchmarkDotNet.Attributes;
using FaceAuth.Pipeline;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Models;
using FaceAuth.Pipeline.Scheduling;
using FaceAuth.Pipeline.Stages;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaceAuth.Bench.Pipeline;

/// <summary>
/// One picture of a face, 640×360, for which every model runs: the bare sum of the models, the same stages back to back
/// on one thread, and the whole pipeline with its threads, from the door to the decision machine.
/// </summary>
[MemoryDiagnoser, MinColumn, MedianColumn]
public class AnalysedFrameBenchmark
{
    static readonly DecisionOptions Endless = new()
    {
        RecheckEvery = TimeSpan.Zero,
        PictureGap = TimeSpan.FromDays(1),
        // a still never blinks, so it is looked at for ever
        Passive = new LivenessPolicy { Blinks = 1, Window = TimeSpan.FromDays(1) },
    };

    readonly VideoFramePool _frames = new(limit: 4, kept: 4);
    ModelPack _pack = null!;
    BareModels _bare = null!;
    VideoFrame _picture = null!;
    ServiceProvider _services = null!;
    PipelineRunner _runner = null!;
    AuthRun _run = null!;
    OneRun _ownQueue = null!;
    AuthRun _ownRun = null!;
    FrameJob _job = null!;
    FrameStage[] _stages = null!;
    uint _timestamp;

    [GlobalSetup]
    public void Setup()
    {
        _pack = ModelPack.Load(
            new ModelsOptions { Directory = SharedFiles.RequireModels(), Manifest = Manifest() },
            new InferenceOptions { Provider = InferenceProvider.Cpu });
        _picture = Clips.Still(SharedFiles.Data("video/single_face.mp4"));
        _bare = new BareModels(_pack, _picture);
        _services = new ServiceCollection().AddMetrics().AddSingleton<PipelineMetrics>().BuildServiceProvider();

        var options = new PipelineOptions();
        var models = new PackModelSource(_pack);
        _runner = new PipelineRunner(models, Endless, options, TimeProvider.System, NullLogger.Instance);
        _run = NewRun(_runner.Queue, options);

        var gate = new FaceGate(Endless.Gate, models.CoveredAt);
        _ownQueue = new OneRun();
        _ownRun = NewRun(_ownQueue, options);
        _job = new FrameJob(models.EmbeddingLength);
        _stages =
        [
            new DetectStage(models.ForWorker(), gate), new LandmarkStage(models.ForWorker(), gate), new QualityStage(models.ForWorker()),
            new ObstacleStage(models.ForWorker()), new AntiSpoofStage(models.ForWorker(), gate),
            new EmbedStage(models.ForWorker(), gate, models.EmbeddingLength), new DecideStage(models.ForWorker()),
        ];
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        await _run.DisposeAsync();
        await _ownRun.DisposeAsync();
        foreach (var stage in _stages) stage.Dispose();
        _bare.Dispose();
        _picture.Dispose();
        _frames.Dispose();
        await _runner.DisposeAsync();   // and with it the models
        await _services.DisposeAsync();
    }

    [Benchmark(Baseline = true)]
    public void BareModels() => _bare.Run();

    [Benchmark]
    public void StagesBackToBack()
    {
        _ownRun.Offer(Camera());
        if (_ownQueue.Take() is not { } run || !run.TryBegin(_job)) throw new InvalidOperationException("The picture did not wait.");
        for (var stage = 0; stage < _stages.Length; stage++) _stages[stage].Run([_job], stage, TimeProvider.System);
        if (!_job.Evidence.IsEmbedded) throw new InvalidOperationException("Not every model looked at the picture.");
    }

    [Benchmark]
    public void WholePipeline()
    {
        _run.Offer(Camera());
        for (var wait = default(SpinWait); _frames.Out > 0;) wait.SpinOnce(sleep1Threshold: -1);
    }

    /// <summary>The same, waiting without using a core itself: for counting processor time.</summary>
    internal void WholePipelineAsleep()
    {
        _run.Offer(Camera());
        while (_frames.Out > 0) Thread.Sleep(4);
    }

    VideoFrame Camera()
    {
        if (!_frames.TryRent(_picture.Width, _picture.Height, out var frame)) throw new InvalidOperationException("A picture leaked.");
        _picture.Y.CopyTo(frame.Y);
        _picture.U.CopyTo(frame.U);
        _picture.V.CopyTo(frame.V);
        frame.ReceivedAt = TimeProvider.System.GetElapsedTime(0);
        frame.RtpTimestamp = _timestamp += 3000;
        return frame;
    }

    AuthRun NewRun(IRunQueue queue, PipelineOptions options)
    {
        var brief = new DecisionBrief(
            SessionPurpose.Enroll, Guid.NewGuid(), Endless.Passive, 1, _pack[PackRole.Obstacle].Model.Threshold("minMargin"),
            _pack.Embedder.Id, _pack.Embedder.EmbeddingLength, _pack.Fusion, _pack.ModelIds);
        var machine = new DecisionMachine(Endless, brief, new Random(1), TimeProvider.System.GetElapsedTime(0));
        var context = new AuthRunContext
        {
            Time = TimeProvider.System,
            Options = options,
            Store = null!,   // the run never decides, so nothing is ever stored
            StoreWithin = TimeSpan.FromSeconds(1),
            EmbedderId = _pack.Embedder.Id,
            VerifyAt = 1,
            IdentifyAt = 1,
            Queue = queue,
            Load = new LoadMeter(1, 0),
            Metrics = _services.GetRequiredService<PipelineMetrics>(),
            Log = NullLogger.Instance,
            Closed = _ => { },
        };
        return new AuthRun(context, new AuthRequest(Guid.NewGuid(), "bench", SessionPurpose.Enroll, Guid.NewGuid(), "passive"), machine, null);
    }

    internal static string Manifest()
    {
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            var path = Path.Combine(above.FullName, "models", "manifest.json");
            if (File.Exists(path)) return path;
        }

        throw new FileNotFoundException("models/manifest.json is in no folder above the benchmark.");
    }

    /// <summary>A queue of one.</summary>
    sealed class OneRun : IRunQueue
    {
        AuthRun? _next;

        public void Add(AuthRun run) => _next = run;

        public AuthRun? Take() => Interlocked.Exchange(ref _next, null);
    }
}
