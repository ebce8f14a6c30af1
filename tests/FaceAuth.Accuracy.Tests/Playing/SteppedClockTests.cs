using FaceAuth.Accuracy.Playing;

namespace FaceAuth.Accuracy.Tests.Playing;

public sealed class SteppedClockTests
{
    readonly SteppedClock _clock = new();
    readonly List<(string Name, double At)> _fired = [];
    readonly TimeSpan _began;

    public SteppedClockTests() => _began = _clock.GetElapsedTime(0);

    [Fact]
    public void Time_stands_still_until_it_is_moved()
    {
        var (utc, before) = (_clock.GetUtcNow(), _clock.GetTimestamp());

        _clock.Advance(TimeSpan.FromSeconds(1.5));

        Assert.Equal(TimeSpan.FromSeconds(1.5), _clock.GetElapsedTime(before));
        Assert.Equal(TimeSpan.FromSeconds(1.5), _clock.GetUtcNow() - utc);
    }

    [Fact]
    public void Timers_fire_at_their_own_times_the_earliest_first()
    {
        using var slow = Timer("once", 2.5, Timeout.Infinite);
        using var quick = Timer("often", 1, 1);

        _clock.Advance(TimeSpan.FromSeconds(3.2));

        Assert.Equal([("often", 1), ("often", 2), ("once", 2.5), ("often", 3)], _fired);
    }

    [Fact]
    public void A_timer_that_is_disposed_or_set_anew_does_not_fire_as_before()
    {
        var gone = Timer("gone", 1, 1);
        using var moved = Timer("moved", 1, Timeout.Infinite);
        gone.Dispose();
        moved.Change(TimeSpan.FromSeconds(4), Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal([("moved", 4)], _fired);
    }

    [Fact]
    public async Task Waiting_with_it_ends_when_it_is_moved_far_enough()
    {
        var waiting = Task.Delay(TimeSpan.FromSeconds(10), _clock, TestContext.Current.CancellationToken);

        _clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        await waiting;
    }

    ITimer Timer(string name, double due, double period) => _clock.CreateTimer(
        _ => _fired.Add((name, (_clock.GetElapsedTime(0) - _began).TotalSeconds)), null, TimeSpan.FromSeconds(due),
        period == Timeout.Infinite ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(period));
}
