using FaceAuth.Pipeline.Scheduling;

namespace FaceAuth.Pipeline.Tests.Scheduling;

/// <summary>Which of a camera's pictures are looked at.</summary>
public sealed class LookMachineTests
{
    static readonly TimeSpan Every = TimeSpan.FromMilliseconds(38);

    [Theory]
    [InlineData(8, 8)]
    [InlineData(25, 25)]
    [InlineData(30, 15)]
    [InlineData(60, 20)]
    public void No_more_are_looked_at_than_are_needed(double fps, int looked) =>
        Assert.Equal(looked, Look(fps, seconds: 1, number => number / fps));

    [Fact]
    public void Pictures_that_the_network_bunched_up_are_told_apart_by_the_cameras_clock() =>
        Assert.Equal(25, Look(fps: 25, seconds: 1, number => Math.Floor(number / 5.0) / 5));

    [Fact]
    public void The_cameras_clock_may_wrap() =>
        Assert.Equal(25, Look(fps: 25, seconds: 1, number => number / 25.0, first: uint.MaxValue - 9000));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_camera_whose_clock_stands_still_or_runs_backwards_is_looked_at_all_the_same(double speed) =>
        Assert.Equal(8, Look(fps: 25, seconds: 1, number => number / 25.0, speed: speed), 1.0);

    static int Look(double fps, double seconds, Func<int, double> receivedAt, uint first = 0, double speed = 1)
    {
        var machine = new LookMachine();
        return Enumerable.Range(0, (int)(fps * seconds)).Count(number => machine.IsDue(
            first + (uint)(long)(number * speed * 90_000 / fps), TimeSpan.FromSeconds(receivedAt(number)), Every));
    }
}
