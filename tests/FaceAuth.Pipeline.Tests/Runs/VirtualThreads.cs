using FaceAuth.Pipeline.Scheduling;
using FaceAuth.Pipeline.Stages;
using FaceAuth.Testing.FakeModels;
using Microsoft.Extensions.Time.Testing;

namespace FaceAuth.Pipeline.Tests.Runs;

/// <summary>Takes the place of the pipeline's threads on a virtual clock.</summary>
/// <remarks>
/// What a thread does lasts as long as the fake models say that it costs. One real thread plays them all, so a test is the same every time.
/// </remarks>
internal sealed class VirtualThreads : IRunQueue
{
    readonly FlowMachine _machine;
    readonly FakeModelPack _models;
    readonly FakeTimeProvider _clock;
    readonly TimeSpan _start;
    readonly Stack<FlowWork> _idle = new();
    readonly List<(TimeSpan EndsAt, FlowWork Work)> _busy = [];

    public VirtualThreads(FlowMachine machine, FakeModelPack models, FakeTimeProvider clock, int threads, int batch)
    {
        (_machine, _models, _clock, _start) = (machine, models, clock, clock.GetElapsedTime(0));
        for (var i = 0; i < threads; i++) _idle.Push(new FlowWork(batch));
    }

    /// <summary>
    /// Batches that were run: when since the pipeline started, the stage by its place, and how many pictures; kept when not null.
    /// </summary>
    public List<(TimeSpan At, int Stage, int Pictures)>? Batches { get; set; }

    /// <summary>Thread time spent.</summary>
    public TimeSpan Spent { get; private set; }

    TimeSpan Now => _clock.GetElapsedTime(0);

    // the clock's own times are rounded to a few microseconds, so far from zero they are
    TimeSpan SinceStart => TimeSpan.FromMilliseconds(Math.Round((Now - _start).TotalMilliseconds, 1));

    public void Add(IFrameRun run) => _machine.Add(run);

    /// <summary>Does what can be done without the clock moving.</summary>
    public void Start()
    {
        while (_idle.Count > 0 && _machine.TryTake(Now, _idle.Peek()))
        {
            var work = _idle.Pop();
            _models.TakeSpent();
            work.Execute(_clock);
            var cost = _models.TakeSpent();
            if (work.Worker is not null) Batches?.Add((SinceStart, work.Stage, work.Batch.Length));
            if (cost == TimeSpan.Zero)
            {
                _machine.Done(work, Now);
                _idle.Push(work);
                continue;
            }

            Spent += cost;
            foreach (var job in work.Batch) job.StageTimes[work.Stage] = cost / work.Batch.Length;
            _busy.Add((Now + cost, work));
        }
    }

    /// <summary>Moves the clock to a time since the pipeline started.</summary>
    public void PassTo(TimeSpan sinceStart) => AdvanceTo(_start + sinceStart);

    /// <summary>Moves the clock to <paramref name="until"/>, doing on the way what falls due.</summary>
    public void AdvanceTo(TimeSpan until)
    {
        for (Start(); NextAt() is var next && next <= until; Start())
        {
            if (next > Now) _clock.Advance(next - Now);
            for (var i = _busy.Count - 1; i >= 0; i--)
            {
                if (_busy[i].EndsAt > Now) continue;
                _machine.Done(_busy[i].Work, Now);
                _idle.Push(_busy[i].Work);
                _busy.RemoveAt(i);
            }
        }

        if (until > Now) _clock.Advance(until - Now);
    }

    TimeSpan NextAt()
    {
        var next = _idle.Count > 0 ? _machine.Deadline : TimeSpan.MaxValue;
        foreach (var (endsAt, _) in _busy)
        {
            if (endsAt < next) next = endsAt;
        }

        return next;
    }
}
