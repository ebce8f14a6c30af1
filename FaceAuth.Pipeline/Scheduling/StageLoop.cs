using System.Threading.Channels;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Stages;

namespace FaceAuth.Pipeline.Scheduling;

/// <summary>
/// One stage with its bounded inbox and its workers: each reads what waits, up to a batch, works on it and passes it
/// on, waiting where the next stage is full. A picture whose stage throws goes on marked as failed.
/// </summary>
internal sealed class StageLoop
{
    readonly int _index;
    readonly int _batch;
    readonly TimeProvider _time;
    readonly FrameStage[] _workers;
    readonly Channel<FrameJob> _inbox;

    /// <param name="index">Its place in <see cref="StageNames.All"/>.</param>
    /// <param name="options">Batch and capacity.</param>
    /// <param name="workers">How many workers.</param>
    /// <param name="time">Measures how long pictures take.</param>
    /// <param name="create">Makes the stage of one worker.</param>
    public StageLoop(int index, StageOptions options, int workers, TimeProvider time, Func<FrameStage> create)
    {
        (_index, _batch, _time) = (index, options.Batch, time);
        _workers = new FrameStage[workers];
        for (var i = 0; i < _workers.Length; i++) _workers[i] = create();
        _inbox = Channel.CreateBounded<FrameJob>(new BoundedChannelOptions(options.Capacity)
        {
            FullMode = BoundedChannelFullMode.Wait,
            SingleReader = _workers.Length == 1,
        });
    }

    /// <summary>Where pictures come in; completing it ends the stage once it is empty.</summary>
    public ChannelWriter<FrameJob> Inbox => _inbox.Writer;

    /// <summary>Lets every worker's models run once.</summary>
    public void WarmUp(PicturePyramid picture, in DetectedFace face)
    {
        foreach (var worker in _workers) worker.WarmUp(picture, face);
    }

    /// <summary>Works until the inbox is completed and empty, then lets go of the models and completes <paramref name="next"/>.</summary>
    public async Task RunAsync(WorkerThreads threads, ChannelWriter<FrameJob> next)
    {
        await Task.WhenAll(_workers.Select(worker => threads.Run(() => WorkAsync(worker, next))));
        DisposeWorkers();
        next.Complete();
    }

    /// <summary>Lets go of the models, where <see cref="RunAsync"/> was never called.</summary>
    public void DisposeWorkers()
    {
        foreach (var worker in _workers) worker.Dispose();
    }

    async Task WorkAsync(FrameStage stage, ChannelWriter<FrameJob> next)
    {
        var batch = new List<FrameJob>(_batch);
        while (await _inbox.Reader.WaitToReadAsync())
        {
            while (batch.Count < _batch && _inbox.Reader.TryRead(out var job)) batch.Add(job);
            foreach (var job in batch) Run(stage, job);
            foreach (var job in batch) await next.WriteAsync(job);
            batch.Clear();
        }
    }

    void Run(FrameStage stage, FrameJob job)
    {
        if (job.IsDead) return;
        var start = _time.GetTimestamp();
        try
        {
            stage.Run(job);
        }
#pragma warning disable CA1031 // whatever a model throws ends that one run, never the others
        catch (Exception fault)
#pragma warning restore CA1031
        {
            job.Fault = fault;
        }

        job.StageTimes[_index] = _time.GetElapsedTime(start);
    }
}
