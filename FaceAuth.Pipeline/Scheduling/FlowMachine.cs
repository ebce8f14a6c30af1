using FaceAuth.Pipeline.Stages;

namespace FaceAuth.Pipeline.Scheduling;

/// <summary>
/// Says what a thread does next: pictures nearest to their end first, then the next run's newest picture into a free job.
/// </summary>
/// <remarks>
/// So a picture is taken from its door as late as can be and is fresh, and there are never more under way than jobs. Where stages take
/// batches, pictures are let in first, to fill them. Sans-IO: owns no thread, lock or clock. <see cref="TryTake"/>, execute what it filled
/// in, <see cref="Done"/>; where it says no, come back after <see cref="Add"/>, <see cref="Done"/> or at <see cref="Deadline"/>. Allocates
/// nothing once every run has been in it.
/// </remarks>
internal sealed class FlowMachine
{
    readonly FlowLane[] _lanes;
    readonly Stack<FrameJob> _free;
    readonly Queue<IFrameRun> _ready = new();   // bounded by the cap on runs: each is in it at most once
    readonly int _jobs;
    readonly bool _fillsBatches;
    bool _isClosed;

    /// <param name="lanes">The stages in their order.</param>
    /// <param name="jobs">As many as pictures may be under way.</param>
    /// <param name="fillsBatches">Whether a stage takes more than one picture at a time.</param>
    public FlowMachine(FlowLane[] lanes, IReadOnlyCollection<FrameJob> jobs, bool fillsBatches)
    {
        (_lanes, _jobs, _fillsBatches) = (lanes, jobs.Count, fillsBatches);
        _free = new Stack<FrameJob>(jobs);
    }

    /// <summary>Runs that wait for their turn.</summary>
    public int Waiting => _ready.Count;

    /// <summary>Whether it is closed and no picture is under way.</summary>
    public bool IsDrained => _isClosed && _free.Count == _jobs;

    /// <summary>When a batch that lingers is due; <see cref="TimeSpan.MaxValue"/> when none does.</summary>
    public TimeSpan Deadline
    {
        get
        {
            var soonest = TimeSpan.MaxValue;
            foreach (var lane in _lanes)
            {
                if (lane.Deadline < soonest) soonest = lane.Deadline;
            }

            return soonest;
        }
    }

    /// <summary>A run's picture waits.</summary>
    public void Add(IFrameRun run)
    {
        if (!_isClosed) _ready.Enqueue(run);
    }

    /// <summary>Lets no further picture in; those under way come to their end.</summary>
    public void Close()
    {
        _isClosed = true;
        _ready.Clear();
    }

    /// <summary>Whether <see cref="TryTake"/> would say yes.</summary>
    public bool HasWork(TimeSpan now)
    {
        foreach (var lane in _lanes)
        {
            if (lane.IsDue(now)) return true;
        }

        return CanAdmit;
    }

    /// <summary>Fills in what to do next; false when there is nothing.</summary>
    public bool TryTake(TimeSpan now, FlowWork work)
    {
        if (_fillsBatches && TryAdmit(work)) return true;
        for (var stage = _lanes.Length - 1; stage >= 0; stage--)
        {
            if (_lanes[stage].TryTake(now, work)) return true;
        }

        return TryAdmit(work);
    }

    /// <summary>It was done: its pictures go on to the next stage, or their jobs are free again.</summary>
    public void Done(FlowWork work, TimeSpan now)
    {
        var next = 0;
        if (work.Worker is { } worker)
        {
            _lanes[work.Stage].Return(worker);
            next = work.Stage + 1;
        }

        foreach (var job in work.Batch)
        {
            if (job.IsLoaded && next < _lanes.Length) _lanes[next].Add(job, now);
            else _free.Push(job);
        }

        work.Clear();
    }

    bool CanAdmit => _ready.Count > 0 && _free.Count > 0;

    bool TryAdmit(FlowWork work)
    {
        if (!CanAdmit) return false;
        work.Admit(_ready.Dequeue(), _free.Pop());
        return true;
    }
}
