using System.Buffers.Binary;
using FaceAuth.Media.Crypto;
using FaceAuth.Media.Srtp;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Srtp;

public class SrtpVectorTests
{
    const uint MarsSsrc = 0x4D617273;

    readonly CipherEngine _engine;

    public SrtpVectorTests()
        : this(CipherEngine.Best)
    {
    }

    private protected SrtpVectorTests(CipherEngine engine) => _engine = engine;

    [Fact]
    public void The_keystream_is_that_of_RFC_3711_appendix_B_2()
    {
        var vector = Vectors.Fields("rfc3711/B.2-keystream.txt");
        using var stream = new AesCounterStream(_engine, vector["key"], vector["salt"]);
        var data = new byte[65_282 * 16];

        stream.Apply(data, ssrc: 0, index: 0);

        Assert.Equal(vector["first"], data[..48]);
        Assert.Equal(vector["last"], data[^48..]);
    }

    [Fact]
    public void Session_keys_are_those_of_RFC_3711_appendix_B_3()
    {
        var vector = Vectors.Fields("rfc3711/B.3-key-derivation.txt");
        using var master = new SrtpMasterKey(SrtpProfile.Aes128CmHmacSha1Tag80, vector["master key"], vector["master salt"]);

        Assert.Equal(vector["cipher key"], Derive(master, SrtpKeyLabel.RtpEncryption, 16));
        Assert.Equal(vector["cipher salt"], Derive(master, SrtpKeyLabel.RtpSalt, 14));
        Assert.Equal(vector["auth key"], Derive(master, SrtpKeyLabel.RtpAuthentication, 94));
    }

    [Fact]
    public void SRTP_is_that_of_RFC_7714_section_16_1()
    {
        var vector = Vectors.Fields("rfc7714/16.1-srtp.txt");
        var buffer = WithRoom(vector["plain"], 16);
        using var sender = new SrtpSender(new GcmSrtpCipher(_engine, vector["key"], vector["salt"]));
        using var receiver = new SrtpReceiver(new GcmSrtpCipher(_engine, vector["key"], vector["salt"]));

        var length = sender.ProtectRtp(buffer, vector["plain"].Length);
        Assert.Equal(vector["protected"], buffer[..length]);

        Assert.True(receiver.TryUnprotectRtp(buffer, out var plain));
        Assert.Equal(vector["plain"], buffer[..plain]);
    }

    [Fact]
    public void SRTCP_is_that_of_RFC_7714_section_17_1()
    {
        var vector = Vectors.Fields("rfc7714/17.1-srtcp.txt");
        var buffer = WithRoom(vector["plain"], 20);
        using var cipher = new GcmSrtpCipher(_engine, vector["key"], vector["salt"]);
        using var receiver = new SrtpReceiver(new GcmSrtpCipher(_engine, vector["key"], vector["salt"]));

        cipher.SealRtcp(buffer, MarsSsrc, BinaryPrimitives.ReadUInt32BigEndian(vector["index"]));
        Assert.Equal(vector["protected"], buffer);

        Assert.True(receiver.TryUnprotectRtcp(buffer, out var plain));
        Assert.Equal(vector["plain"], buffer[..plain]);
    }

    [Fact]
    public void SRTCP_that_is_not_encrypted_is_refused_though_its_tag_is_right()
    {
        var vector = Vectors.Fields("rfc7714/17.3-srtcp-not-encrypted.txt");
        using var receiver = new SrtpReceiver(new GcmSrtpCipher(_engine, vector["key"], vector["salt"]));

        Assert.False(receiver.TryUnprotectRtcp(vector["protected"], out _));
        Assert.Equal(1, receiver.Count(SrtpFailure.NotEncrypted));
    }

    [Theory]
    [InlineData("libsrtp/cm-hmac-sha1-80.txt", (int)SrtpProfile.Aes128CmHmacSha1Tag80)]
    [InlineData("libsrtp/aead-aes-128-gcm.txt", (int)SrtpProfile.AeadAes128Gcm)]
    public void Whole_packets_are_those_of_libsrtp(string file, int profile)
    {
        var vector = Vectors.Fields(file);
        using var master = new SrtpMasterKey((SrtpProfile)profile, vector["master key"], vector["master salt"]);
        using var sender = new SrtpSender(master, _engine);
        using var receiver = new SrtpReceiver(master, _engine);

        var rtp = WithRoom(vector["rtp"], sender.RtpOverhead);
        Assert.Equal(vector["srtp"], rtp[..sender.ProtectRtp(rtp, vector["rtp"].Length)]);
        Assert.True(receiver.TryUnprotectRtp(rtp, out var length));
        Assert.Equal(vector["rtp"], rtp[..length]);

        var rtcp = WithRoom(vector["rtcp"], sender.RtcpOverhead);
        sender.ProtectRtcp([.. rtcp], vector["rtcp"].Length);   // libsrtp counts from 1, we from 0
        Assert.Equal(vector["srtcp"], rtcp[..sender.ProtectRtcp(rtcp, vector["rtcp"].Length)]);
        Assert.True(receiver.TryUnprotectRtcp(rtcp, out length));
        Assert.Equal(vector["rtcp"], rtcp[..length]);
    }

    static byte[] Derive(SrtpMasterKey master, SrtpKeyLabel label, int length)
    {
        var key = new byte[length];
        SrtpKeyDerivation.Derive(master, label, key);
        return key;
    }

    static byte[] WithRoom(byte[] packet, int room) => [.. packet, .. new byte[room]];
}
