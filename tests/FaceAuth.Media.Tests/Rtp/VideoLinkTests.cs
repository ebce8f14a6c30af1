using FaceAuth.Media.Tests.Decode;

namespace FaceAuth.Media.Tests.Rtp;

public sealed class VideoLinkTests
{
    static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(33);

    [Theory]
    [InlineData(0, 0, 0, true)]
    [InlineData(0.05, 0, 0, true)]
    [InlineData(0.05, 0, 0, false)]
    [InlineData(0.05, 12, 0.02, true)]
    public void Every_picture_arrives_bit_exact(double loss, int spreadMs, double repeats, bool withRtx)
    {
        var pictures = Ivf.Pictures("vp8/testsrc.ivf");
        using var link = new VideoLink(seed: 7, withRtx: withRtx) { Loss = loss, Repeats = repeats, Spread = TimeSpan.FromMilliseconds(spreadMs) };

        for (var i = 0; i < pictures.Count; i++)
        {
            link.Send(pictures[i], (uint)i * 3000);
            link.Run(FrameTime);
        }

        link.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(pictures.Select(Convert.ToHexString), link.Received.Select(got => Convert.ToHexString(got.Bytes)));
        Assert.Equal(0, link.Packets.Out);
        Assert.Equal(0, link.Pictures.Out);
    }
}
