using FaceAuth.Media.Rtp;

namespace FaceAuth.Media.Tests.Rtp;

public sealed class BitrateMachineTests
{
    const int Start = 1_000_000, Most = 2_000_000;

    readonly BitrateMachine _bitrate = new(Start, Most);
    long _bytes;
    double _now;

    [Fact]
    public void Begins_where_it_is_told_but_not_above_the_most()
    {
        Assert.Equal(1_000_000u, _bitrate.Update(0, 0, TimeSpan.Zero));
        Assert.Equal(2_000_000u, new BitrateMachine(3_000_000, Most).Update(0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void Grows_by_a_twentieth_with_each_report_without_loss_while_used_up_to_the_most()
    {
        Report(bitsPerSecond: 1_000_000, loss: 0);

        Assert.Equal(1_050_000u, Report(bitsPerSecond: 1_000_000, loss: 0));
        Assert.Equal(1_102_500u, Report(bitsPerSecond: 1_050_000, loss: 0));
        for (var i = 0; i < 30; i++) Report(bitsPerSecond: 2_000_000, loss: 0);
        Assert.Equal(2_000_000u, Report(bitsPerSecond: 2_000_000, loss: 0));
    }

    [Fact]
    public void Does_not_grow_on_the_strength_of_what_was_never_sent()
    {
        Report(bitsPerSecond: 300_000, loss: 0);

        Assert.Equal(1_000_000u, Report(bitsPerSecond: 300_000, loss: 0));
    }

    [Theory]
    [InlineData(0.05, 1_000_000)]
    [InlineData(0.25, 875_000)]
    [InlineData(0.5, 750_000)]
    public void Holds_at_little_loss_and_gives_way_by_half_of_a_large_one(double loss, uint bitrate)
    {
        Report(bitsPerSecond: 1_000_000, loss: 0);

        Assert.Equal(bitrate, Report(bitsPerSecond: 1_000_000, loss));
    }

    [Fact]
    public void Never_goes_below_what_a_small_picture_needs()
    {
        for (var i = 0; i < 50; i++) Report(bitsPerSecond: 100_000, loss: 0.9);

        Assert.Equal(150_000u, Report(bitsPerSecond: 100_000, loss: 0.9));
    }

    uint Report(int bitsPerSecond, double loss)
    {
        _now++;
        _bytes += bitsPerSecond / 8;
        return _bitrate.Update(_bytes, (byte)(loss * 256), TimeSpan.FromSeconds(_now));
    }
}
