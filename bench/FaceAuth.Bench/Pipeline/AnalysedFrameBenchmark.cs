using BenchmarkDotNet.Attributes;
using FaceAuth.Pipeline;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Life;
using FaceAuth.Pipeline.Runs;
using FaceAuth.Pipeline.Stages;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaceAuth.Bench.Pipeline;

/// <summary>One picture of a face, 640×360, for which every model runs.</summary>
/// <remarks>
/// The bare sum of the models, the same stages back to back on one thread, such a picture at a glance, and the whole pipeline with its
/// threads, from the door to the decision machine.
/// </remarks>
[MemoryDiagnoser, MinColumn, MedianColumn]
public class AnalysedFrameBenchmark
{
    FrameRig _rig = null!;
    BareModels _bare = null!;
    PipelineRunner _runner = null!;
    AuthRun _run = null!;
    OneRunQueue _ownQueue = null!;
    AuthRun _ownRun = null!;
    FrameJob _job = null!;
    FrameStage[] _stages = null!;

    [GlobalSetup]
    public void Setup()
    {
        _rig = new FrameRig();
        _bare = new BareModels(_rig.Pack, _rig.Picture);
        _runner = new PipelineRunner(_rig.Pack, FrameRig.Endless, new PipelineOptions(), TimeProvider.System, NullLogger.Instance);
        _run = _rig.NewRun(_runner.Queue);
        _ownQueue = new OneRunQueue();
        _ownRun = _rig.NewRun(_ownQueue);
        _job = new FrameJob(_rig.Pack.EmbeddingLength);
        _stages = _rig.NewStages();
        StagesBackToBack();   // finds the face that is followed
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        await _run.DisposeAsync();
        await _ownRun.DisposeAsync();
        foreach (var stage in _stages) stage.Dispose();
        _bare.Dispose();
        await _runner.DisposeAsync();   // and with it the models
        _rig.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void BareModels() => _bare.Run();

    [Benchmark]
    public void StagesBackToBack()
    {
        _ownRun.Offer(_rig.Camera());
        if (_ownQueue.Take() is not { } run || !run.TryBegin(_job)) throw new InvalidOperationException("The picture did not wait.");
        for (var stage = 0; stage < _stages.Length; stage++) _stages[stage].Run([_job], stage, TimeProvider.System);
        if (!_job.Evidence.IsEmbedded) throw new InvalidOperationException("Not every model looked at the picture.");
    }

    /// <summary>A picture between those that count: mesh and pose alone.</summary>
    [Benchmark]
    public void AtAGlance()
    {
        _ownRun.Offer(_rig.Camera());
        if (_ownQueue.Take() is not { } run || !run.TryBegin(_job)) throw new InvalidOperationException("The picture did not wait.");
        (_job.Wanted, _job.OpenEyes) = (FrameWants.Glance, new OpenEyes(1, 1, OpenAt: 0));
        for (var stage = 0; stage < _stages.Length; stage++) _stages[stage].Run([_job], stage, TimeProvider.System);
        if (_job.Evidence is not { Pose: not null, Quality: null, Obstacle: null, Searched: false })
            throw new InvalidOperationException("It was looked at closer.");
    }

    [Benchmark]
    public void WholePipeline()
    {
        _run.Offer(_rig.Camera());
        for (var wait = default(SpinWait); _rig.FramesOut > 0;) wait.SpinOnce(sleep1Threshold: -1);
    }

    /// <summary>The same, waiting without using a core itself: for counting processor time.</summary>
    internal void WholePipelineAsleep()
    {
        _run.Offer(_rig.Camera());
        while (_rig.FramesOut > 0) Thread.Sleep(4);
    }
}
