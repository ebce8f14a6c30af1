using FaceAuth.Media.Rtp;

namespace FaceAuth.Media.Tests.Rtp;

public sealed class DecodeWatchTests
{
    readonly DecodeWatch _watch = new();

    [Theory]
    [InlineData(100, 0, 0, false, true)]     // packets that make no picture
    [InlineData(100, 0, 90, true, true)]     // pictures that the decoder refuses
    [InlineData(100, 0, 90, false, false)]   // pictures that wait for it
    [InlineData(29, 0, 0, false, false)]     // nearly nothing
    [InlineData(100, 21, 0, false, false)]   // the network loses too much
    public void Only_a_stream_that_comes_and_cannot_be_shown_is_one(long received, long lost, long pictures, bool refused, bool isOne)
    {
        _watch.HandlePacket(Seconds(1));
        if (refused) _watch.HandleRefused();

        Assert.False(_watch.IsLate(Seconds(3.9)));
        Assert.True(_watch.IsLate(Seconds(4)));
        Assert.Equal(
            isOne, _watch.IsUndecodable(new() { PacketsReceived = received, PacketsLost = lost, FramesReceived = pictures }));
    }

    [Fact]
    public void One_picture_that_was_shown_is_enough()
    {
        _watch.HandlePacket(Seconds(1));
        _watch.HandleShown();

        Assert.False(_watch.IsLate(Seconds(100)));
    }

    [Fact]
    public void Nothing_is_late_before_anything_came() => Assert.False(_watch.IsLate(Seconds(100)));

    static TimeSpan Seconds(double s) => TimeSpan.FromSeconds(s);
}
