using FaceAuth.Media.Rtp;

namespace FaceAuth.Media.Tests.Rtp;

public sealed class KeyframeMachineTests
{
    readonly KeyframeMachine _keyframe = new(Ms(500));

    [Fact]
    public void Asks_at_once_then_every_interval_until_one_comes()
    {
        _keyframe.Want(Ms(100));

        Assert.Equal([100, 600, 1100], Polls(0, 1500));
        _keyframe.HandleKeyframe();
        Assert.Empty(Polls(1500, 5000));
        Assert.Equal(TimeSpan.MaxValue, _keyframe.Deadline);
    }

    [Fact]
    public void Never_asks_more_often_than_the_interval()
    {
        var asked = new List<int>();
        for (var now = 0; now < 2000; now += 10)
        {
            _keyframe.Want(Ms(now));
            if (_keyframe.Poll(Ms(now))) asked.Add(now);
            _keyframe.HandleKeyframe();
        }

        Assert.Equal([0, 500, 1000, 1500], asked);
    }

    [Fact]
    public void Gives_a_keyframe_that_has_begun_time_to_arrive()
    {
        _keyframe.Want(Ms(0));
        _keyframe.Poll(Ms(0));

        _keyframe.HandleStart(Ms(400));

        Assert.Equal(Ms(900), _keyframe.Deadline);
    }

    [Fact]
    public void The_earliest_wish_counts()
    {
        _keyframe.Want(Ms(300));
        _keyframe.Want(Ms(50));
        _keyframe.Want(Ms(200));

        Assert.Equal(Ms(50), _keyframe.Deadline);
    }

    List<int> Polls(int from, int until) => [.. Enumerable.Range(from, until - from).Where(now => _keyframe.Poll(Ms(now)))];

    static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);
}
