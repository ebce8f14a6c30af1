using FaceAuth.Media.Peer;
using FaceAuth.Media.Rtp;

namespace FaceAuth.Media.Tests.Peer;

public sealed class EarlyPacketsTests
{
    [Fact]
    public void Early_packets_are_bounded_and_come_back_with_their_times()
    {
        var pool = new PacketPool(100);
        using var early = new EarlyPackets(2, pool);
        var buffer = new byte[PacketPool.BufferBytes];

        Assert.True(early.TryAdd([1], Seconds(1)));
        Assert.False(early.TryAdd(new byte[PacketPool.BufferBytes + 1], Seconds(1)));
        Assert.True(early.TryAdd([2, 2], Seconds(2)));
        Assert.False(early.TryAdd([3], Seconds(3)));

        Assert.True(early.TryTake(buffer, out var length, out var at));
        Assert.Equal((1, 1, Seconds(1)), (buffer[0], length, at));
        Assert.Equal(1, pool.Out);
        early.Dispose();
        Assert.Equal(0, pool.Out);
        Assert.False(early.TryTake(buffer, out _, out _));
    }

    static TimeSpan Seconds(double s) => TimeSpan.FromSeconds(s);
}
