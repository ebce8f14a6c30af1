using FaceAuth.Pipeline.Scheduling;

namespace FaceAuth.Pipeline.Tests.Scheduling;

public sealed class PaceMachineTests
{
    readonly PaceMachine _pace = new(TimeSpan.FromMilliseconds(80));

    [Fact]
    public void Blames_no_server_for_a_camera_that_sends_little()
    {
        for (var second = 0; second < 10; second++)
        {
            _pace.HandlePicture(Seconds(second));
            _pace.HandleAnalysed(Seconds(second));
        }

        Assert.False(_pace.IsSlow);
        Assert.Equal(TimeSpan.Zero, _pace.SlowTime(Seconds(20)));
    }

    [Fact]
    public void Tells_how_far_apart_the_pictures_came_that_were_needed()
    {
        Assert.Null(_pace.HandlePicture(Seconds(1)));
        Assert.Null(_pace.HandlePicture(Seconds(1.05), isNeeded: false));

        Assert.Equal(Seconds(0.1), _pace.HandlePicture(Seconds(1.1)));
    }

    [Fact]
    public void Does_not_mind_dropped_pictures_while_enough_are_analysed()
    {
        for (var picture = 0; picture < 60; picture++)
        {
            _pace.HandlePicture(Seconds(picture / 60.0));
            if (picture % 3 == 0) _pace.HandleAnalysed(Seconds(picture / 60.0));
            else _pace.HandleSkipped();
        }

        Assert.Equal(TimeSpan.Zero, _pace.SlowTime(Seconds(1)));
    }

    [Fact]
    public void Adds_up_the_time_in_which_pictures_came_and_were_not_looked_at()
    {
        _pace.HandlePicture(Seconds(0));
        _pace.HandleAnalysed(Seconds(0));
        _pace.HandleSkipped();
        Assert.Equal(Seconds(3), _pace.SlowTime(Seconds(3)));   // still going on

        _pace.HandleAnalysed(Seconds(4));
        Assert.True(_pace.IsSlow);
        _pace.HandleAnalysed(Seconds(4.05));

        Assert.False(_pace.IsSlow);
        Assert.Equal(Seconds(4), _pace.SlowTime(Seconds(9)));
    }

    [Fact]
    public void Counts_from_the_first_picture_where_none_was_ever_analysed()
    {
        _pace.HandlePicture(Seconds(1));
        _pace.HandleSkipped();

        Assert.Equal(Seconds(5), _pace.SlowTime(Seconds(6)));
    }

    static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
