using FaceAuth.Store.Redis;

namespace FaceAuth.Store.Tests.Redis;

public sealed class HeardNodesTests
{
    readonly Guid _self = Guid.NewGuid();
    readonly Guid _other = Guid.NewGuid();
    readonly HeardNodes _heard;

    public HeardNodesTests() => _heard = new(_self);

    [Fact]
    public void Changes_one_after_the_other_miss_nothing()
    {
        Assert.False(Change(1));
        Assert.False(Change(2));
        Assert.False(Beat(2));
        Assert.False(Change(3));
    }

    [Fact]
    public void A_number_left_out_was_missed_once()
    {
        Change(1);

        Assert.True(Change(3));
        Assert.False(Change(4));
    }

    [Fact]
    public void A_beat_tells_of_a_change_that_never_came()
    {
        Change(1);

        Assert.True(Beat(2));
        Assert.False(Beat(2));
    }

    [Fact]
    public void A_node_first_heard_later_than_its_first_change_may_have_said_something()
    {
        Assert.True(Beat(5));
        Assert.False(Change(6));
    }

    [Fact]
    public void The_first_own_beat_and_one_after_a_gap_say_that_nothing_was_heard_before()
    {
        Assert.True(OwnBeat(3));
        Assert.False(OwnBeat(4));
        Assert.True(OwnBeat(6));
    }

    [Fact]
    public void More_nodes_than_are_remembered_look_like_a_gap()
    {
        Change(1);
        for (var i = 0; i < HeardNodes.Most; i++) _heard.HandleHeard(new(Guid.NewGuid(), 1, 0, "t", default));

        Assert.True(Change(2));
    }

    [Fact]
    public void What_is_no_message_is_none()
    {
        var bytes = new FeedMessage(_other, 2, 0, "topic", new byte[] { 1, 2 }).Write();

        Assert.True(FeedMessage.TryRead(bytes, out var read));
        Assert.Equal((_other, 2L, 0L, "topic"), (read.Node, read.Number, read.Beat, read.Topic));
        Assert.Equal([1, 2], read.Message.ToArray());
        for (var length = 0; length < bytes.Length - 2; length++) Assert.False(FeedMessage.TryRead(bytes.AsMemory(0, length), out _));
    }

    bool Change(long number) => _heard.HandleHeard(new(_other, number, 0, "t", default));

    bool Beat(long number) => _heard.HandleHeard(new(_other, number, 1, "", default));

    bool OwnBeat(long beat) => _heard.HandleHeard(new(_self, 0, beat, "", default));
}
