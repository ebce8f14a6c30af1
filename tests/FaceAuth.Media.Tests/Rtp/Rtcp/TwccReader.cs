using System.Buffers.Binary;

namespace FaceAuth.Media.Tests.Rtp.Rtcp;

/// <summary>
/// Reads transport-wide feedback, written from draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1 alone and in another way than
/// the writer, so that a misunderstanding does not cancel itself out.
/// </summary>
static class TwccReader
{
    /// <summary>Statuses in order: number and arrival in units of 250 µs, null when not received.</summary>
    public static (List<(ushort Number, long? Arrival)> Statuses, byte Count) Read(byte[] packet)
    {
        Assert.Equal(0x80, packet[0] & 0xC0);
        Assert.Equal(15, packet[0] & 0x1F);
        Assert.Equal(205, packet[1]);
        Assert.Equal(packet.Length, 4 * (BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(2)) + 1));
        var padding = (packet[0] & 0x20) != 0 ? packet[^1] : 0;
        Assert.InRange(padding, 0, 3);

        var number = BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(12));
        var left = BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(14));
        var at = 20;
        var symbols = new List<int>();
        while (symbols.Count < left)
        {
            var chunk = Convert.ToString(packet[at] << 8 | packet[at + 1], 2).PadLeft(16, '0');
            at += 2;
            if (chunk[0] == '0') symbols.AddRange(Enumerable.Repeat(Convert.ToInt32(chunk[1..3], 2), Convert.ToInt32(chunk[3..], 2)));
            else if (chunk[1] == '0') symbols.AddRange(chunk[2..].Select(bit => bit - '0'));
            else symbols.AddRange(chunk[2..].Chunk(2).Select(pair => Convert.ToInt32(new string(pair), 2)));
        }

        Assert.All(symbols.Skip(left), symbol => Assert.Equal(0, symbol));
        var time = 256L * (packet[16] << 16 | packet[17] << 8 | packet[18]);
        var statuses = new List<(ushort, long?)>();
        foreach (var symbol in symbols.Take(left))
        {
            Assert.InRange(symbol, 0, 2);
            if (symbol == 1) time += packet[at];
            if (symbol == 2) time += BinaryPrimitives.ReadInt16BigEndian(packet.AsSpan(at));
            at += symbol;
            statuses.Add((number++, symbol == 0 ? null : time));
        }

        Assert.Equal(packet.Length - padding, at);
        return (statuses, packet[19]);
    }
}
