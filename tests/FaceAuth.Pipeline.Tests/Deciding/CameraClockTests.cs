using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Evidence;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>The camera's clock is the client's word: it counts only as long as it goes as the host's does.</summary>
public sealed class CameraClockTests
{
    static readonly ScriptedFace Subject = new();

    [Theory]
    [InlineData(0.0, null)]
    [InlineData(2.0, ReasonCode.TimedOut)]    // a third as fast: eyes held closed for a second look like a blink
    [InlineData(0.35, ReasonCode.TimedOut)]   // nothing was decided about the person
    [InlineData(-0.4, ReasonCode.NoSignOfLife)]   // too fast; then it kept time, long enough for another blink
    public void A_blink_counts_only_by_a_clock_that_keeps_time(double slower, ReasonCode? refused)
    {
        var session = new ScriptedSession { Fps = 30 };
        session.Delay = picture => TimeSpan.FromSeconds(0.03 + Math.Max(0, slower * picture / 30 + (slower < 0 ? 3 : 0)));

        session.Show(Subject with { Eyes = ScriptedFace.BlinkAt(1.2) }, 20);

        Assert.Equal(refused is null, session.Decision!.Accepted);
        if (refused is { } reason) session.AssertRefused(reason);
    }

    [Fact]
    public void A_clock_that_runs_backwards_is_no_clock()
    {
        var clock = new CameraClock();
        Assert.True(clock.Keeps(At(0, 0)));
        Assert.True(clock.Keeps(At(0.1, 0.1)));

        Assert.False(clock.Keeps(At(0.05, 0.2)));

        Assert.False(clock.Keeps(At(0.15, 0.3)));   // not believed again at once
        var believed = Enumerable.Range(4, 40).First(i => clock.Keeps(At(i / 10.0, i / 10.0))) / 10.0;
        Assert.InRange(believed, 2, 3);
    }

    [Fact]
    public void Pictures_bunched_up_by_the_network_are_nobodys_fault()
    {
        var (clock, random) = (new CameraClock(), new Random(1));
        var free = 0.0;
        for (var i = 0; i < 3000; i++)
        {
            var captured = i / 30.0;
            var arrives = captured + 0.03 + 0.25 * random.NextDouble();   // jitter
            if (i % 120 == 60) arrives += 0.9;   // a stall: what follows waits behind it
            free = Math.Max(free, arrives);
            Assert.True(clock.Keeps(At(captured, free)), $"picture {i}");
        }
    }

    [Fact]
    public void A_pause_takes_as_long_by_both_clocks()
    {
        var clock = new CameraClock();
        for (var i = 0; i < 60; i++) Assert.True(clock.Keeps(At(i / 30.0, i / 30.0)));

        for (var i = 0; i < 60; i++) Assert.True(clock.Keeps(At(30 + i / 30.0, 30 + i / 30.0)));
    }

    [Fact]
    public void A_clock_that_stands_and_makes_up_for_it_is_found_out()
    {
        var clock = new CameraClock();

        var kept = Enumerable.Range(0, 120).All(i =>
        {
            var received = i / 15.0;
            var phase = received % 2;   // stands for 0.8 s of every two
            return clock.Keeps(At(received - phase + Math.Max(0, phase - 0.8) * 2 / 1.2, received));
        });

        Assert.False(kept);
    }

    static FrameTime At(double captured, double received) =>
        new(TimeSpan.FromSeconds(captured), TimeSpan.FromSeconds(100 + received));
}
