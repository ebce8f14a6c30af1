using FaceAuth.Pipeline.Stages;

namespace FaceAuth.Pipeline.Scheduling;

/// <summary>The threads that do what a <see cref="FlowMachine"/> says.</summary>
/// <remarks>
/// A fixed number of them for all stages: inference keeps a core busy for milliseconds at a time, on the thread pool it would starve
/// sockets and timers, and with a thread a stage the stages would take each other's cores. A picture goes from stage to stage without a
/// task or an await.
/// </remarks>
internal sealed class FlowDriver : IRunQueue, IAsyncDisposable
{
    readonly object _gate = new();   // a monitor, since threads wait on it
    readonly FlowMachine _machine;
    readonly TimeProvider _time;
    readonly int _batch;
    readonly Action<Exception> _onFault;
    readonly ITimer _timer;
    readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int _running;

    /// <param name="machine">Says what to do; the driver's alone from now on.</param>
    /// <param name="threads">How many threads.</param>
    /// <param name="batch">Most pictures in a batch.</param>
    /// <param name="time">The host's one clock.</param>
    /// <param name="onFault">Told what no run could be blamed for; the thread goes on.</param>
    public FlowDriver(FlowMachine machine, int threads, int batch, TimeProvider time, Action<Exception> onFault)
    {
        (_machine, _time, _batch, _onFault, _running) = (machine, time, batch, onFault, threads);
        _timer = time.CreateTimer(static driver => ((FlowDriver)driver!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        for (var i = 0; i < threads; i++) new Thread(Work) { IsBackground = true, Name = $"FaceAuth pipeline {i}" }.Start();
    }

    TimeSpan Now => _time.GetElapsedTime(0);

    /// <inheritdoc/>
    public void Add(IFrameRun run)
    {
        lock (_gate)
        {
            _machine.Add(run);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Lets pictures under way come to their end, then ends the threads.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _machine.Close();
            Monitor.PulseAll(_gate);
        }

        await _ended.Task;
        await _timer.DisposeAsync();
    }

    void Work()
    {
        var work = new FlowWork(_batch);
        while (TryTake(work))
        {
            try
            {
                work.Execute(_time);
            }
#pragma warning disable CA1031 // an invariant broke: say so, and serve the others
            catch (Exception fault)
#pragma warning restore CA1031
            {
                _onFault(fault);
            }

            lock (_gate) _machine.Done(work, Now);
        }

        if (Interlocked.Decrement(ref _running) == 0) _ended.SetResult();
    }

    bool TryTake(FlowWork work)
    {
        lock (_gate)
        {
            while (!_machine.TryTake(Now, work))
            {
                if (_machine.IsDrained)
                {
                    Monitor.PulseAll(_gate);   // the others have nothing to wait for either
                    return false;
                }

                if (_machine.Deadline is var due && due < TimeSpan.MaxValue) SetTimer(due);
                Monitor.Wait(_gate);
            }

            if (_machine.HasWork(Now)) Monitor.Pulse(_gate);   // one thread wakes the next
            return true;
        }
    }

    void SetTimer(TimeSpan due)
    {
        var wait = due - Now;
        _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    void Wake()
    {
        lock (_gate) Monitor.PulseAll(_gate);
    }
}
