using FaceAuth.Media.Rtp;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Rtp;

public sealed class RtpPacketTests
{
    [Fact]
    public void Reads_every_field_of_the_fixed_header()
    {
        byte[] bytes = [0x80, 0xE0, 0x12, 0x34, 0x01, 0x02, 0x03, 0x04, 0xDE, 0xAD, 0xBE, 0xEF, 7, 8];

        Assert.True(RtpPacket.TryRead(bytes, out var packet));

        Assert.True(packet.Marker);
        Assert.Equal(96, packet.PayloadType);
        Assert.Equal(0x1234, packet.SequenceNumber);
        Assert.Equal(0x01020304u, packet.Timestamp);
        Assert.Equal(0xDEADBEEFu, packet.Ssrc);
        Assert.Equal([7, 8], packet.Payload.ToArray());
        Assert.Equal(0, packet.PaddingBytes);
    }

    [Fact]
    public void Skips_contributing_sources_and_padding()
    {
        byte[] bytes = [0xA2, 96, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 9, 0, 0, 3];

        Assert.True(RtpPacket.TryRead(bytes, out var packet));

        Assert.Equal([9], packet.Payload.ToArray());
        Assert.Equal(3, packet.PaddingBytes);
    }

    [Theory]
    [InlineData("BEDE 0002 10AA 31BBCC 00 F0 00", 1, "AA")]
    [InlineData("BEDE 0002 10AA 31BBCC 00 F0 00", 3, "BBCC")]
    [InlineData("BEDE 0002 10AA 31BBCC 00 F0 00", 2, null)]
    [InlineData("BEDE 0001 00 00 10AA", 1, "AA")]
    [InlineData("BEDE 0001 F0 00 10AA", 1, null)]
    [InlineData("BEDE 0001 00 00 00 13", 1, null)]
    [InlineData("1000 0002 00 01 02 AABB 14 01 CC", 1, "AABB")]
    [InlineData("1000 0002 00 01 02 AABB 14 01 CC", 20, "CC")]
    [InlineData("1007 0001 01 00 02 00", 2, "")]
    [InlineData("1000 0001 01 05 AA BB", 1, null)]
    [InlineData("ABAC 0001 10AA 0000", 1, null)]
    [InlineData("BEDE 0000", 1, null)]
    public void Finds_header_extensions_of_both_forms(string extension, byte id, string? value)
    {
        var hex = extension.Replace(" ", "", StringComparison.Ordinal);
        byte[] bytes = [0x90, 96, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, .. Convert.FromHexString(hex), 42];

        Assert.True(RtpPacket.TryRead(bytes, out var packet));

        Assert.Equal(value is not null, packet.TryGetExtension(id, out var found));
        if (value is not null) Assert.Equal(Convert.FromHexString(value), found.ToArray());
        Assert.Equal([42], packet.Payload.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("8060000100000001000000")]
    [InlineData("406000010000000100000001")]
    [InlineData("816000010000000100000001")]
    [InlineData("906000010000000100000001BEDE00")]
    [InlineData("906000010000000100000001BEDE0002AABBCCDD")]
    [InlineData("A0600001000000010000000100")]
    [InlineData("A0600001000000010000000102")]
    [InlineData("A06000010000000100000001")]
    public void Refuses_lengths_that_contradict_each_other(string hex) =>
        Assert.False(RtpPacket.TryRead(Convert.FromHexString(hex), out _));

    [Fact]
    public void Never_throws_whatever_comes()
    {
        var packet = Packets.Rtp(1, 2, Packets.KeyStart(1, 2, 3), transport: 5, padding: 4);

        var cut = Enumerable.Range(0, packet.Length).Select(length => packet[..length]);
        foreach (var hostile in Mutations.Of(packet, seed: 1, count: 20_000).Concat(cut))
        {
            if (!RtpPacket.TryRead(hostile, out var read)) continue;
            Assert.True(read.Payload.Length + read.PaddingBytes <= hostile.Length - RtpPacket.FixedHeaderBytes);
            for (var id = 0; id < 256; id++) read.TryGetExtension((byte)id, out _);
        }
    }
}
