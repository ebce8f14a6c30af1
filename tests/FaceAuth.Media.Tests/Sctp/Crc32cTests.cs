using System.Globalization;
using FaceAuth.Media.Sctp;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Sctp;

public sealed class Crc32cTests
{
    public static TheoryData<string, string> Published()
    {
        var rows = new TheoryData<string, string>();
        foreach (var line in File.ReadLines(Vectors.PathOf("crc32c/vectors.tsv")))
        {
            var cells = line.Split('\t');
            rows.Add(cells[0], cells[1]);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void Agrees_with_the_published_checksums(string bytes, string checksum) =>
        Assert.Equal(
            uint.Parse(checksum, NumberStyles.HexNumber, CultureInfo.InvariantCulture), Crc32c.Compute(Convert.FromHexString(bytes)));

    [Fact]
    public void Agrees_with_bitwise_division_at_every_length_and_offset()
    {
        var bytes = new byte[80];
        new Random(5).NextBytes(bytes);

        for (var offset = 0; offset < 9; offset++)
        {
            for (var length = 0; offset + length <= bytes.Length; length++)
            {
                var part = bytes.AsSpan(offset, length);
                Assert.Equal(Divide(part), Crc32c.Compute(part));
            }
        }
    }

    [Fact]
    public void Of_a_packet_counts_its_own_field_as_zero()
    {
        var packet = new byte[77];
        new Random(6).NextBytes(packet);
        var cleared = packet.ToArray();
        cleared.AsSpan(8, 4).Clear();

        Assert.Equal(Crc32c.Compute(cleared), Crc32c.ComputePacket(packet));
    }

    /// <summary>The definition: division by 0x1EDC6F41, lowest bit first.</summary>
    static uint Divide(ReadOnlySpan<byte> bytes)
    {
        var state = 0xFFFF_FFFFu;
        foreach (var one in bytes)
        {
            state ^= one;
            for (var bit = 0; bit < 8; bit++) state = (state & 1) != 0 ? (state >> 1) ^ 0x82F6_3B78 : state >> 1;
        }

        return ~state;
    }
}
