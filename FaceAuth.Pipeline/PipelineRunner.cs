using System.Threading.Channels;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Scheduling;
using FaceAuth.Pipeline.Stages;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Pipeline;

/// <summary>
/// The wiring, top to bottom: runs whose pictures wait → a free job → detect → landmarks → quality → obstacle →
/// antispoof → embed → decide → the job is free again. Only a run's door drops; every channel here waits.
/// </summary>
internal sealed class PipelineRunner : IAsyncDisposable
{
    readonly IFaceModelSource _models;
    readonly ILogger _log;
    readonly WorkerThreads _threads;
    readonly StageLoop[] _stages;
    readonly Channel<FrameJob> _free;
    readonly Channel<FrameJob> _done;
    readonly CancellationTokenSource _stopping = new();
    readonly Task _running;

    /// <param name="models">Loaded models; the runner disposes them, unless this throws.</param>
    /// <param name="decision">Gates.</param>
    /// <param name="options">Threads, workers, capacities.</param>
    /// <param name="time">The host's one clock.</param>
    /// <param name="log">Log.</param>
    public PipelineRunner(IFaceModelSource models, DecisionOptions decision, PipelineOptions options, TimeProvider time, ILogger log)
    {
        (_models, _log) = (models, log);
        var gate = new FaceGate(decision.Gate, models.CoveredAt);
        StageLoop Stage(int index, StageOptions stage, Func<IFaceModels, FrameStage> create) =>
            new(index, stage, options.WorkerCount(stage), time, () => create(models.ForWorker()));

        _stages =
        [
            Stage(0, options.Detect, worker => new DetectStage(worker, gate)),
            Stage(1, options.Landmarks, worker => new LandmarkStage(worker, gate)),
            Stage(2, options.Quality, worker => new QualityStage(worker)),
            Stage(3, options.Obstacle, worker => new ObstacleStage(worker)),
            Stage(4, options.AntiSpoof, worker => new AntiSpoofStage(worker, gate)),
            Stage(5, options.Embed, worker => new EmbedStage(worker, gate, models.EmbeddingLength)),
            Stage(6, options.Decide, worker => new DecideStage(worker)),
        ];

        _free = Channel.CreateBounded<FrameJob>(options.JobCount);
        _done = Channel.CreateBounded<FrameJob>(options.JobCount);
        for (var job = 0; job < options.JobCount; job++) _free.Writer.TryWrite(new FrameJob(models.EmbeddingLength));
        try
        {
            WarmUp();
        }
        catch
        {
            foreach (var stage in _stages) stage.DisposeWorkers();
            throw;
        }

        _threads = new WorkerThreads(options.ThreadCount, "FaceAuth pipeline");
        _running = RunAsync();
    }

    /// <summary>Runs whose pictures wait.</summary>
    public FairQueue Queue { get; } = new();

    /// <summary>Lets pictures under way come to their end, then lets go of the models.</summary>
    public async ValueTask DisposeAsync()
    {
        Queue.Close();
        await _stopping.CancelAsync();
        await _running;
        _threads.Dispose();
        _models.Dispose();
        _stopping.Dispose();
    }

    async Task RunAsync()
    {
        List<Task> loops = [_threads.Run(AdmitAsync)];
        for (var stage = 0; stage < _stages.Length; stage++)
        {
            loops.Add(_stages[stage].RunAsync(_threads, stage + 1 < _stages.Length ? _stages[stage + 1].Inbox : _done.Writer));
        }

        loops.Add(_threads.Run(FinishAsync));
        try
        {
            await Task.WhenAll(loops);
        }
#pragma warning disable CA1031 // an invariant broke: say so, and let the disposer go on
        catch (Exception fault)
#pragma warning restore CA1031
        {
            PipelineLog.LoopFailed(_log, fault);
        }
    }

    // the next run's newest picture into a free job, one a turn
    async Task AdmitAsync()
    {
        try
        {
            while (true)
            {
                var job = await _free.Reader.ReadAsync(_stopping.Token);
                AuthRun run;
                do run = await Queue.Next.ReadAsync(_stopping.Token);
                while (!run.TryBegin(job));
                await _stages[0].Inbox.WriteAsync(job);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
        }
        finally
        {
            _stages[0].Inbox.Complete();
        }
    }

    async Task FinishAsync()
    {
        while (await _done.Reader.WaitToReadAsync())
        {
            while (_done.Reader.TryRead(out var job))
            {
                job.Run.End(job);
                _free.Writer.TryWrite(job);
            }
        }
    }

    void WarmUp()
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
            foreach (var stage in _stages) stage.WarmUp(picture, face);
            picture.Unload();
        }
    }
}
