using FaceAuth.Media.Peer;

namespace FaceAuth.Media.Tests.Peer;

public sealed class PacketDemuxTests
{
    [Theory]
    [InlineData(0, 1, nameof(PacketKind.Stun))]
    [InlineData(3, 0, nameof(PacketKind.Stun))]
    [InlineData(4, 0, nameof(PacketKind.Unknown))]
    [InlineData(19, 0, nameof(PacketKind.Unknown))]
    [InlineData(20, 0, nameof(PacketKind.Dtls))]
    [InlineData(63, 0, nameof(PacketKind.Dtls))]
    [InlineData(64, 0, nameof(PacketKind.Unknown))]
    [InlineData(127, 0, nameof(PacketKind.Unknown))]
    [InlineData(128, 96, nameof(PacketKind.Rtp))]
    [InlineData(144, 224, nameof(PacketKind.Rtp))]
    [InlineData(128, 191, nameof(PacketKind.Rtp))]
    [InlineData(128, 192, nameof(PacketKind.Rtcp))]
    [InlineData(191, 223, nameof(PacketKind.Rtcp))]
    [InlineData(192, 200, nameof(PacketKind.Unknown))]
    public void Tells_protocols_apart_by_the_first_two_bytes(byte first, byte second, string kind) =>
        Assert.Equal(kind, PacketDemux.Classify([first, second, 0, 0]).ToString());

    [Fact]
    public void Takes_nothing_from_a_datagram_of_less_than_two_bytes()
    {
        Assert.Equal(PacketKind.Unknown, PacketDemux.Classify([]));
        Assert.Equal(PacketKind.Unknown, PacketDemux.Classify([128]));
    }
}
