using System.Buffers.Binary;
using FaceAuth.Media.Crypto;
using FaceAuth.Media.Srtp;

namespace FaceAuth.Media.Tests.Srtp;

/// <summary>OpenSSL's ciphers and .NET's against each other, on whole packets.</summary>
public sealed class SrtpEnginesTests
{
    readonly Random _random = new(23);

    public static TheoryData<int> Profiles => SrtpPair.Profiles;

    [Theory, MemberData(nameof(Profiles))]
    public void Packets_of_every_length_and_header_are_the_same_and_each_opens_the_others(int profile)
    {
        using var ours = new SrtpPair((SrtpProfile)profile, CipherEngine.Best);
        using var theirs = new SrtpPair((SrtpProfile)profile, CipherEngine.Managed);

        for (var length = 12; length <= 1500; length++)
        {
            var rtp = RandomRtp(length, (ushort)(length * 43));
            var mine = ours.Protect(rtp);
            var other = theirs.Protect(rtp);
            Assert.Equal(other, mine);

            Assert.False(ours.Unprotect(Spoiled(mine)) || theirs.Unprotect(Spoiled(mine)), $"{length} bytes");
            Assert.True(ours.Receiver.TryUnprotectRtp(other, out var plain));
            Assert.Equal(rtp, other[..plain]);
            Assert.True(theirs.Receiver.TryUnprotectRtp(mine, out plain));
            Assert.Equal(rtp, mine[..plain]);
        }
    }

    [Theory, MemberData(nameof(Profiles))]
    public void RTCP_packets_of_every_length_are_the_same_and_each_opens_the_others(int profile)
    {
        using var ours = new SrtpPair((SrtpProfile)profile, CipherEngine.Best);
        using var theirs = new SrtpPair((SrtpProfile)profile, CipherEngine.Managed);

        for (var body = 0; body <= 1492; body++)
        {
            var rtcp = SrtpPair.Rtcp(body: body);
            var mine = ours.ProtectRtcp(rtcp);
            var other = theirs.ProtectRtcp(rtcp);
            Assert.Equal(other, mine);

            Assert.False(ours.UnprotectRtcp(Spoiled(mine)) || theirs.UnprotectRtcp(Spoiled(mine)), $"{body} bytes");
            Assert.True(ours.Receiver.TryUnprotectRtcp(other, out var plain));
            Assert.Equal(rtcp, other[..plain]);
            Assert.True(theirs.Receiver.TryUnprotectRtcp(mine, out plain));
            Assert.Equal(rtcp, mine[..plain]);
        }
    }

    [Theory, MemberData(nameof(Profiles))]
    public void A_refused_packet_holds_none_of_its_plaintext(int profile)
    {
        foreach (var engine in new[] { CipherEngine.Best, CipherEngine.Managed })
        {
            using var pair = new SrtpPair((SrtpProfile)profile, engine);
            var rtp = SrtpPair.Rtp(1, payload: 1188);
            var packet = pair.Protect(rtp);
            packet[^1] ^= 1;

            Assert.False(pair.Receiver.TryUnprotectRtp(packet, out var length));

            Assert.Equal(0, length);
            for (var at = 12; at + 8 <= rtp.Length; at += 8)
                Assert.False(rtp.AsSpan(at, 8).SequenceEqual(packet.AsSpan(at, 8)), $"{engine.Name}, byte {at}");
        }
    }

    // now and then CSRCs and an extension, as far as the length has room
    byte[] RandomRtp(int length, ushort sequence)
    {
        var packet = SrtpPair.Rtp(sequence, payload: length - 12);
        var sources = Math.Min(_random.Next(16), (length - 12) / 4);
        packet[0] |= (byte)sources;
        var words = (length - 16 - 4 * sources) / 4;
        if (length - 16 - 4 * sources < 0 || _random.Next(2) == 0) return packet;
        packet[0] |= 0x10;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(14 + 4 * sources), (ushort)_random.Next(words + 1));
        return packet;
    }

    // behind SSRC and sequence number, so that the tag alone tells
    byte[] Spoiled(byte[] packet)
    {
        var copy = packet.ToArray();
        copy[_random.Next(12, copy.Length - 4)] ^= (byte)(1 << _random.Next(8));
        return copy;
    }
}
