using FaceAuth.Signaling.Nodes;

namespace FaceAuth.Signaling.Tests.Nodes;

public sealed class NodeJudgeTests
{
    static readonly Guid Self = Guid.NewGuid(), Other = Guid.NewGuid();

    readonly NodeJudge _judge = new(Self);

    [Fact]
    public void A_node_is_silent_for_as_long_as_its_beat_was_seen_to_stand_still()
    {
        Assert.Equal(0, SilentAt(100, 5));
        Assert.Equal(2, SilentAt(102, 5));
        Assert.Equal(4, SilentAt(104, 5));
        Assert.Equal(0, SilentAt(106, 6));
        Assert.Equal(2, SilentAt(108, 6));
    }

    [Fact]
    public void What_was_not_looked_at_does_not_count()
    {
        SilentAt(0, 5);
        Assert.Equal(5, SilentAt(5, 5));
        _judge.HandleBlind();
        Assert.Equal(0, SilentAt(7, 5));

        Assert.Equal(0, SilentAt(20, 5));   // it slept itself
        Assert.Equal(2, SilentAt(22, 5));
    }

    [Fact]
    public void One_that_was_forgotten_and_came_back_begins_anew()
    {
        SilentAt(0, 5);
        Assert.Empty(_judge.HandleSeen([new(Self, 1)], TimeSpan.FromSeconds(2)));

        Assert.Equal(0, SilentAt(4, 5));
    }

    double SilentAt(double seconds, long beat)
    {
        var (seen, silent) = Assert.Single(_judge.HandleSeen([new(Self, 9), new(Other, beat)], TimeSpan.FromSeconds(seconds)));
        Assert.Equal(new(Other, beat), seen);
        return silent.TotalSeconds;
    }
}
