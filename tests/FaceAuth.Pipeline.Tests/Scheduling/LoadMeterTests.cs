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

    [Fact]
    public void A_slow_warm_up_is_outweighed_by_the_first_few_pictures()
    {
        var meter = new LoadMeter(threads: 1, leastRate: 12);
        meter.Add(TimeSpan.FromMilliseconds(100));
        for (var picture = 0; picture < 19; picture++) meter.Add(TimeSpan.FromMilliseconds(10));

        Assert.Equal(14.5, meter.Cost.TotalMilliseconds, 1e-6);
    }

    [Theory]
    [InlineData(50, 12)]      // more than it is promised
    [InlineData(125, 8.9)]    // 8 a second, with a tenth in hand
    [InlineData(5000, 6.7)]   // a camera that sends next to nothing: half of the promise, with a tenth in hand
    public void Counts_what_runs_need_within_what_they_are_promised(int apart, double need)
    {
        var meter = new LoadMeter(threads: 1, leastRate: 12);
        for (var picture = 0; picture < 2000; picture++) meter.AddNeed(TimeSpan.FromMilliseconds(apart));

        Assert.Equal(need, meter.Need, 0.05);
    }

    [Fact]
    public void Lets_in_more_runs_when_each_needs_less()
    {
        var meter = new LoadMeter(threads: 1, leastRate: 12);
        meter.Add(TimeSpan.FromMilliseconds(10));
        Assert.Equal(8, meter.Places);

        for (var picture = 0; picture < 2000; picture++) meter.AddNeed(TimeSpan.FromMilliseconds(150));

        Assert.Equal(13, meter.Places);
    }
}
