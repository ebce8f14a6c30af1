using FaceAuth.Pipeline.Stages;

namespace FaceAuth.Pipeline.Scheduling;

/// <summary>One stage's waiting pictures and idle workers.</summary>
/// <remarks>
/// A batch is due when it is full, or when its oldest picture has waited for the linger time. Holds no more than all jobs there are, so it
/// never grows. Part of <see cref="FlowMachine"/>.
/// </remarks>
/// <param name="stage">The stage's place in <see cref="StageNames.All"/>.</param>
/// <param name="options">Batch and linger.</param>
/// <param name="workers">Its workers; they stay the caller's.</param>
/// <param name="jobs">How many jobs there are.</param>
internal sealed class FlowLane(int stage, StageOptions options, IReadOnlyCollection<FrameStage> workers, int jobs)
{
    readonly Queue<FrameJob> _waiting = new(jobs);
    readonly Stack<FrameStage> _idle = new(workers);
    readonly int _batch = Math.Min(options.Batch, jobs);

    /// <summary>When the waiting pictures are due without a full batch; <see cref="TimeSpan.MaxValue"/> where none could start.</summary>
    public TimeSpan Deadline =>
        _idle.Count > 0 && _waiting.TryPeek(out var oldest) ? oldest.WaitingSince + options.Linger : TimeSpan.MaxValue;

    /// <summary>Whether a batch can start.</summary>
    public bool IsDue(TimeSpan now) => _idle.Count > 0 && _waiting.Count > 0 && (_waiting.Count >= _batch || now >= Deadline);

    /// <summary>A picture comes in.</summary>
    public void Add(FrameJob job, TimeSpan now)
    {
        job.WaitingSince = now;
        _waiting.Enqueue(job);
    }

    /// <summary>Takes the due batch, oldest first, and a worker for it.</summary>
    public bool TryTake(TimeSpan now, FlowWork work)
    {
        if (!IsDue(now)) return false;
        work.Start(stage, _idle.Pop());
        for (var left = _batch; left > 0 && _waiting.TryDequeue(out var job); left--) work.Add(job);
        return true;
    }

    /// <summary>A worker has finished.</summary>
    public void Return(FrameStage worker) => _idle.Push(worker);
}
