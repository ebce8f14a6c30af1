using FaceAuth.Frames;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Runs;
using FaceAuth.Pipeline.Scheduling;
using FaceAuth.Pipeline.Stages;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Pipeline;

/// <summary>The wiring, top to bottom, of a picture's way through the stages.</summary>
/// <remarks>
/// Runs whose pictures wait → a free job → detect → landmarks → quality → obstacle → antispoof → embed → decide → the job is free again.
/// Only a run's door drops; <see cref="FlowMachine"/> says who is next.
/// </remarks>
internal sealed class PipelineRunner : IAsyncDisposable
{
    readonly IModelPack _models;
    readonly FrameStage[][] _workers;
    readonly FlowDriver? _threads;

    /// <param name="models">Loaded models; the runner disposes them, unless this throws.</param>
    /// <param name="decision">Gates.</param>
    /// <param name="options">Threads, workers, capacities.</param>
    /// <param name="time">The host's one clock.</param>
    /// <param name="log">Log.</param>
    /// <param name="drive">What takes the place of the threads in a test on virtual time.</param>
    public PipelineRunner(
        IModelPack models, DecisionOptions decision, PipelineOptions options, TimeProvider time, ILogger log,
        Func<FlowMachine, IRunQueue>? drive = null)
    {
        _models = models;
        options = options.For(models.AtOnce);
        var gate = new FaceGate(decision.Gate, models.CoveredAt);
        (StageOptions Options, Func<IFaceModels, FrameStage> Create)[] stages =
        [
            (options.Detect, worker => new DetectStage(worker, gate)),
            (options.Landmarks, worker => new LandmarkStage(worker, gate, models.Confirmation)),
            (options.Quality, worker => new QualityStage(worker)),
            (options.Obstacle, worker => new ObstacleStage(worker)),
            (options.AntiSpoof, worker => new AntiSpoofStage(worker, gate)),
            (options.Embed, worker => new EmbedStage(worker, gate, models.EmbeddingLength, models.Cohort)),
            (options.Decide, worker => new DecideStage(worker)),
        ];

        _workers = [.. stages.Select(stage => MakeWorkers(options.WorkerCount(stage.Options), stage.Create))];
        Load = new LoadMeter(options.ThreadCount, options.LeastRate);
        try
        {
            WarmUp(time);
        }
        catch
        {
            DisposeWorkers();
            throw;
        }

        var jobs = Enumerable.Range(0, options.JobCount).Select(_ => new FrameJob(models.EmbeddingLength)).ToArray();
        var lanes = stages.Select((stage, index) => new FlowLane(index, stage.Options, _workers[index], jobs.Length)).ToArray();
        var machine = new FlowMachine(lanes, jobs, options.LargestBatch > 1);
        if (drive is null)
            Queue = _threads = new FlowDriver(
                machine, options.ThreadCount, options.LargestBatch, time, fault => PipelineLog.LoopFailed(log, fault));
        else Queue = drive(machine);
    }

    /// <summary>Runs whose pictures wait.</summary>
    public IRunQueue Queue { get; }

    /// <summary>What pictures cost; before the first, what the warm-up did.</summary>
    public LoadMeter Load { get; }

    /// <summary>Lets pictures under way come to their end, then lets go of the models.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_threads is not null) await _threads.DisposeAsync();
        DisposeWorkers();
        _models.Dispose();
    }

    FrameStage[] MakeWorkers(int count, Func<IFaceModels, FrameStage> create) =>
        [.. Enumerable.Range(0, count).Select(_ => create(_models.ForWorker()))];

    void DisposeWorkers()
    {
        foreach (var worker in _workers.SelectMany(stage => stage)) worker.Dispose();
    }

    void WarmUp(TimeProvider time)
    {
        using var pool = new VideoFramePool(limit: 1, kept: 0);
        if (!pool.TryRent(640, 480, out var frame)) return;
        using (frame)
        {
            frame.Y.Fill(128);
            frame.U.Fill(128);
            frame.V.Fill(128);
            var picture = new PicturePyramid();
            picture.Load(frame);
            var face = new DetectedFace(
                new Box(220, 120, 200, 240),
                new FacePoints(new(280, 210), new(360, 210), new(320, 260), new(290, 310), new(350, 310)), 1);
            foreach (var worker in _workers.SelectMany(stage => stage)) worker.WarmUp(picture, face);
            var start = time.GetTimestamp();
            foreach (var stage in _workers) stage[0].WarmUp(picture, face);
            Load.Add(time.GetElapsedTime(start));
            picture.Unload();
        }
    }
}
