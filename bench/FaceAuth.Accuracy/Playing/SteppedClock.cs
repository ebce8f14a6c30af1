namespace FaceAuth.Accuracy.Playing;

/// <summary>
/// Time that stands still until it is moved, for playing pictures at the times they were taken whatever the machine manages.
/// </summary>
/// <remarks>Timers fire while it is moved, on the thread that moves it. Safe from many threads.</remarks>
internal sealed class SteppedClock : TimeProvider
{
    static readonly DateTimeOffset Start = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    readonly Lock _gate = new();
    readonly List<StepTimer> _timers = [];
    long _ticks = TimeSpan.TicksPerDay;   // not 0, which might pass for "never"

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Start.AddTicks(GetTimestamp());

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new StepTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the time; every timer that falls due fires at its time, the earliest first.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = GetTimestamp() + by.Ticks;
        while (NextDue(end) is { } timer) timer.Fire();
        Interlocked.Exchange(ref _ticks, end);
    }

    /// <summary>
    /// The timer that is due next, no later than <paramref name="end"/>, with the time moved to then; null when there is none.
    /// </summary>
    StepTimer? NextDue(long end)
    {
        lock (_gate)
        {
            var next = _timers.MinBy(timer => timer.Due);
            if (next is null || next.Due > end) return null;
            Interlocked.Exchange(ref _ticks, Math.Max(_ticks, next.Due));
            if (next.Period > 0) next.Due += next.Period;
            else _timers.Remove(next);
            return next;
        }
    }

    sealed class StepTimer(SteppedClock clock, TimerCallback callback, object? state) : ITimer
    {
        public long Due { get; set; }

        public long Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                (Due, Period) = (clock.GetTimestamp() + dueTime.Ticks, Math.Max(0, period.Ticks));
                clock._timers.Add(this);
                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._gate) clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
