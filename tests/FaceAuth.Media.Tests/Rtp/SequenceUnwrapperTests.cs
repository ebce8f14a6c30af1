using FaceAuth.Media.Rtp;

namespace FaceAuth.Media.Tests.Rtp;

public sealed class SequenceUnwrapperTests
{
    SequenceUnwrapper _unwrapper = new();

    [Fact]
    public void Counts_on_over_the_wrap()
    {
        Assert.Equal([0x1_FFFE, 0x1_FFFF, 0x2_0000, 0x2_0001], Unwrap(0xFFFE, 0xFFFF, 0, 1));
    }

    [Fact]
    public void Places_what_was_overtaken_below()
    {
        Assert.Equal([0x1_0001, 0x0_FFFF, 0x1_0000, 0x1_0002], Unwrap(1, 0xFFFF, 0, 2));
    }

    [Theory]
    [InlineData(5000)]
    [InlineData(60_000)]
    public void Believes_a_far_jump_only_when_the_next_packet_follows_it(int to)
    {
        Unwrap(1000);

        Assert.False(_unwrapper.TryUnwrap((ushort)to, out _));
        Assert.True(_unwrapper.TryUnwrap(1001, out _));
        Assert.False(_unwrapper.TryUnwrap((ushort)to, out _));
        Assert.True(_unwrapper.TryUnwrap((ushort)(to + 1), out var extended));

        Assert.Equal(to + 1, extended & 0xFFFF);
        Assert.True(extended > 0x1_0000 + 1001);
    }

    [Fact]
    public void Goes_upwards_only_over_many_cycles()
    {
        var last = 0L;
        for (var i = 0; i < 300_000; i += 7)
        {
            Assert.True(_unwrapper.TryUnwrap((ushort)i, out var extended));
            Assert.Equal(i == 0 ? 0x1_0000 : last + 7, extended);
            last = extended;
        }
    }

    [Fact]
    public void Finds_the_nearest_without_moving()
    {
        Unwrap(0xFFF0);

        Assert.Equal(0x2_0005, _unwrapper.Nearest(5));
        Assert.Equal(0x1_FFE0, _unwrapper.Nearest(0xFFE0));
        Assert.Equal(0x1_FFF0, _unwrapper.Highest);
    }

    long[] Unwrap(params ushort[] sequences) => [.. sequences.Select(sequence =>
    {
        Assert.True(_unwrapper.TryUnwrap(sequence, out var extended));
        return extended;
    })];
}
