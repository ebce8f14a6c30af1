using FaceAuth.Media.Conduct;
using FaceAuth.Media.Contracts;

namespace FaceAuth.Media.Tests.Conduct;

public sealed class CaptureStepsTests
{
    [Theory]
    [InlineData(3000, PeerSign.Raised)]     // a file on a timer, 30 pictures a second
    [InlineData(6000, PeerSign.Raised)]     // 15
    [InlineData(3003, PeerSign.Raised)]     // 29.97
    [InlineData(3600, PeerSign.Unknown)]    // 25: whole milliseconds, as a steady camera's may be
    [InlineData(4500, PeerSign.Unknown)]    // 20
    public void Steps_all_alike(int step, object expected)
    {
        var steps = new CaptureSteps();

        for (var i = 0; i < 60; i++) steps.HandlePicture(unchecked((uint)(4_294_960_000 + i * step)));

        Assert.Equal((PeerSign)expected, steps.Signal);
    }

    [Fact]
    public void Pictures_left_out_do_not_hide_a_timer()
    {
        var steps = new CaptureSteps();

        for (var i = 0; i < 90; i++)
            if (i % 7 != 3) steps.HandlePicture((uint)(i * 3000));

        Assert.Equal(PeerSign.Raised, steps.Signal);
    }

    [Fact]
    public void The_steps_of_a_browser_are_clear()
    {
        int[] seen = [2970, 3060, 2970, 2970, 3060, 2970, 2970, 2970, 3060, 2880];   // Chromium's fake camera
        var (steps, at) = (new CaptureSteps(), 77u);

        for (var i = 0; i < 60; i++) steps.HandlePicture(at += (uint)seen[i % seen.Length]);

        Assert.Equal(PeerSign.Clear, steps.Signal);
    }

    [Fact]
    public void Few_pictures_say_nothing()
    {
        var steps = new CaptureSteps();

        for (var i = 0; i < 40; i++) steps.HandlePicture((uint)(i * 3000));

        Assert.Equal(PeerSign.Unknown, steps.Signal);
    }

    [Fact]
    public void Hostile_times_are_passed_over()
    {
        var (steps, random) = (new CaptureSteps(), new Random(3));

        for (var i = 0; i < 10_000; i++) steps.HandlePicture((uint)random.NextInt64(1L << 32));

        Assert.NotEqual(PeerSign.Raised, steps.Signal);
    }
}
