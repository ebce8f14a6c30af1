using FaceAuth.Media.Crypto;
using FaceAuth.Media.Srtp;

namespace FaceAuth.Media.Tests.Srtp;

public class SrtpSenderTests
{
    readonly CipherEngine _engine;

    public SrtpSenderTests()
        : this(CipherEngine.Best)
    {
    }

    private protected SrtpSenderTests(CipherEngine engine) => _engine = engine;

    public static TheoryData<int> Profiles => SrtpPair.Profiles;

    [Theory, MemberData(nameof(Profiles))]
    public void The_same_sequence_number_is_never_encrypted_twice(int profile)
    {
        using var pair = new SrtpPair((SrtpProfile)profile, _engine);
        pair.Protect(SrtpPair.Rtp(5));

        Assert.Throws<InvalidOperationException>(() => pair.Protect(SrtpPair.Rtp(5)));

        pair.Protect(SrtpPair.Rtp(4));
        pair.Protect(SrtpPair.Rtp(5, ssrc: 99));
    }

    [Fact]
    public void A_refused_packet_is_left_as_it_is()
    {
        using var pair = new SrtpPair(SrtpProfile.AeadAes128Gcm, _engine);
        var packet = SrtpPair.Rtp(1);
        var copy = packet.ToArray();

        Assert.Throws<ArgumentException>(() => pair.Sender.ProtectRtp(packet, packet.Length));
        Assert.Throws<ArgumentException>(() => pair.Sender.ProtectRtp(new byte[40], 11));
        Assert.Throws<ArgumentException>(() => pair.Sender.ProtectRtcp(new byte[40], 7));

        Assert.Equal(copy, packet);
    }

    [Fact]
    public void RTCP_indexes_count_up_from_0_for_each_source()
    {
        using var pair = new SrtpPair(SrtpProfile.AeadAes128Gcm, _engine);

        Assert.Equal([0x80, 0, 0, 0], pair.ProtectRtcp(SrtpPair.Rtcp(1))[^4..]);
        Assert.Equal([0x80, 0, 0, 1], pair.ProtectRtcp(SrtpPair.Rtcp(1))[^4..]);
        Assert.Equal([0x80, 0, 0, 0], pair.ProtectRtcp(SrtpPair.Rtcp(2))[^4..]);
    }
}
