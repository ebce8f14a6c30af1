namespace FaceAuth.Pipeline.Scheduling;

/// <summary>One timer for the time limits of all runs; a run that breaks at its own ends, and the others keep theirs.</summary>
/// <remarks>Safe from many threads.</remarks>
internal sealed class DeadlineTicker : IDisposable
{
    readonly Lock _gate = new();
    readonly TimeProvider _time;
    readonly ITimer _timer;
    volatile ITimedRun[] _runs = [];   // replaced whole, so that a tick allocates nothing
    int _ticking;

    /// <param name="time">The host's one clock.</param>
    /// <param name="period">How late a time limit may be noticed.</param>
    public DeadlineTicker(TimeProvider time, TimeSpan period)
    {
        _time = time;
        _timer = time.CreateTimer(static ticker => ((DeadlineTicker)ticker!).Tick(), this, period, period);
    }

    /// <summary>Watches a run's time limits.</summary>
    public void Add(ITimedRun run)
    {
        lock (_gate) _runs = [.. _runs, run];
    }

    /// <summary>Watches them no longer.</summary>
    public void Remove(ITimedRun run)
    {
        lock (_gate) _runs = Array.FindAll(_runs, other => other != run);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    void Tick()
    {
        if (Interlocked.Exchange(ref _ticking, 1) != 0) return;   // the last one is still at it
        try
        {
            var now = _time.GetElapsedTime(0);
            foreach (var run in _runs)
            {
                if (run.Deadline <= now) HandleDeadline(run);
            }
        }
        finally
        {
            Volatile.Write(ref _ticking, 0);
        }
    }

    static void HandleDeadline(ITimedRun run)
    {
        try
        {
            run.HandleDeadline();
        }
#pragma warning disable CA1031 // out of a timer it would end the process
        catch (Exception fault)
#pragma warning restore CA1031
        {
            run.Break(fault);
        }
    }
}
