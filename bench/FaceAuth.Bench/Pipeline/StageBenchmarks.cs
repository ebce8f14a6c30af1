using BenchmarkDotNet.Attributes;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Runs;
using FaceAuth.Pipeline.Stages;

namespace FaceAuth.Bench.Pipeline;

/// <summary>
/// Each stage by itself on a picture of 640×360 in which every model has something to do, its smaller sizes made already.
/// </summary>
/// <remarks>The last one is the way from the door to the decision machine with what the models said lying ready.</remarks>
[MemoryDiagnoser]
public class StageBenchmarks
{
    const int Last = 6;

    FrameRig _rig = null!;
    OneRunQueue _queue = null!;
    AuthRun _run = null!;
    FrameStage[] _stages = null!;
    FrameJob _looking = null!;
    FrameJob _deciding = null!;

    [GlobalSetup]
    public void Setup()
    {
        _rig = new FrameRig();
        _queue = new OneRunQueue();
        _run = _rig.NewRun(_queue);
        _stages = _rig.NewStages();
        _looking = new FrameJob(_rig.Pack.EmbeddingLength);
        _deciding = new FrameJob(_rig.Pack.EmbeddingLength);
        _looking.Load(_run.Followed, _rig.Camera(), default);
        _looking.Wanted = FrameWants.Search | FrameWants.AntiSpoof | FrameWants.Embed;
        for (var stage = 0; stage < Last; stage++) Look(stage);
        if (!_looking.Evidence.IsEmbedded) throw new InvalidOperationException("Not every model looked at the picture.");
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        _looking.Unload();
        await _run.DisposeAsync();
        foreach (var stage in _stages) stage.Dispose();
        _rig.Pack.Dispose();
        _rig.Dispose();
    }

    [Benchmark]
    public void Detect() => Look(0);

    [Benchmark]
    public void Landmarks() => Look(1);

    [Benchmark]
    public void Quality() => Look(2);

    [Benchmark]
    public void Obstacle() => Look(3);

    [Benchmark]
    public void AntiSpoof() => Look(4);

    [Benchmark]
    public void Embed() => Look(5);

    [Benchmark]
    public void Decide()
    {
        _run.Offer(_rig.Blank(16, 16));   // nobody looks at it
        if (_queue.Take() is not { } run || !run.TryBegin(_deciding)) throw new InvalidOperationException("The picture did not wait.");
        Copy(_looking.Evidence, _deciding.Evidence);
        _stages[Last].Run([_deciding], Last, TimeProvider.System);
    }

    void Look(int stage)
    {
        _stages[stage].Run([_looking], stage, TimeProvider.System);
        if (_looking.Fault is { } fault) throw fault;
    }

    /// <summary>All but the time.</summary>
    static void Copy(FrameEvidence from, FrameEvidence to)
    {
        (to.Width, to.Height, to.Searched) = (from.Width, from.Height, from.Searched);
        (to.Detected, to.Faces, to.Box) = (from.Detected, from.Faces, from.Box);
        (to.Mesh, to.Pose, to.Quality, to.Obstacle, to.Covered, to.Mask, to.Spoof) =
            (from.Mesh, from.Pose, from.Quality, from.Obstacle, from.Covered, from.Mask, from.Spoof);
        to.Sketch.CopyFrom(from.Sketch);
        from.Embedding.CopyTo(to.Embedding);
        to.IsEmbedded = from.IsEmbedded;
    }
}
