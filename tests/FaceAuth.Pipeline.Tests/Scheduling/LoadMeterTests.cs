using FaceAuth.Pipeline.Scheduling;

namespace FaceAuth.Pipeline.Tests.Scheduling;

public sealed class LoadMeterTests
{
    [Fact]
    public void Lets_in_as_many_runs_as_get_their_rate()
    {
        var meter = new LoadMeter(threads: 2, leastRate: 12);
        meter.Add(TimeSpan.FromMilliseconds(20));   // 100 pictures a second

        Assert.True(meter.HasRoom(active: 7));    // 8 × 12 = 96
        Assert.False(meter.HasRoom(active: 8));
    }

    [Fact]
    public void Follows_what_pictures_cost_now()
    {
        var meter = new LoadMeter(threads: 2, leastRate: 12);
        meter.Add(TimeSpan.FromMilliseconds(20));
        for (var picture = 0; picture < 500; picture++) meter.Add(TimeSpan.FromMilliseconds(10));

        Assert.InRange(meter.Capacity, 195, 201);
        Assert.True(meter.HasRoom(active: 15));
        Assert.False(meter.HasRoom(active: 16));
    }

    [Fact]
    public void Lets_in_a_run_a_thread_on_the_slowest_machine_and_everybody_before_a_measurement()
    {
        var slow = new LoadMeter(threads: 4, leastRate: 12);
        slow.Add(TimeSpan.FromSeconds(1));
        var fresh = new LoadMeter(threads: 4, leastRate: 12);

        Assert.True(slow.HasRoom(active: 3));
        Assert.False(slow.HasRoom(active: 4));
        Assert.True(fresh.HasRoom(active: 1000));
    }

    [Fact]
    public void Refuses_nobody_where_no_rate_is_promised()
    {
        var meter = new LoadMeter(threads: 1, leastRate: 0);
        meter.Add(TimeSpan.FromSeconds(1));

        Assert.True(meter.HasRoom(active: 1000));
    }
}
