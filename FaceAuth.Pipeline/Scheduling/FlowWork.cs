using FaceAuth.Pipeline.Stages;

namespace FaceAuth.Pipeline.Scheduling;

/// <summary>What one thread does next: let a run's newest picture in, or a batch of pictures through a stage.</summary>
/// <remarks>One a thread, used again and again; nothing is allocated.</remarks>
/// <param name="jobs">Most pictures in a batch.</param>
internal sealed class FlowWork(int jobs)
{
    readonly FrameJob[] _batch = new FrameJob[jobs];
    int _count;

    /// <summary>The run whose turn it is, when a picture is to be let in.</summary>
    public IFrameRun? Run { get; private set; }

    /// <summary>The worker whose turn it is otherwise.</summary>
    public FrameStage? Worker { get; private set; }

    /// <summary>The worker's stage, by its place in <see cref="StageNames.All"/>.</summary>
    public int Stage { get; private set; }

    /// <summary>The pictures; for a run that is let in, the free job.</summary>
    public ReadOnlySpan<FrameJob> Batch => _batch.AsSpan(0, _count);

    /// <summary>Begins a batch for a worker.</summary>
    public void Start(int stage, FrameStage worker) => (Run, Worker, Stage, _count) = (null, worker, stage, 0);

    /// <summary>Adds a picture to it.</summary>
    public void Add(FrameJob job) => _batch[_count++] = job;

    /// <summary>Lets a run's newest picture into a free job.</summary>
    public void Admit(IFrameRun run, FrameJob free)
    {
        (Run, Worker, Stage, _count) = (run, null, 0, 0);
        Add(free);
    }

    /// <summary>Does it; a fault of a model or a run stays with that run.</summary>
    public void Execute(TimeProvider time)
    {
        if (Run is { } run) run.TryBegin(_batch[0]);
        else Worker!.Run(Batch, Stage, time);
    }

    /// <summary>Forgets what was done, so that a run that has ended is not held on to.</summary>
    public void Clear()
    {
        Array.Clear(_batch, 0, _count);
        (Run, Worker, _count) = (null, null, 0);
    }
}
