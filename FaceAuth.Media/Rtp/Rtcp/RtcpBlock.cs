using System.Buffers.Binary;

namespace FaceAuth.Media.Rtp.Rtcp;

/// <summary>One packet within a compound: its common header (RFC 3550 §6.4.1) and what follows it, without padding.</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P|RC or FMT|      PT       |  length in words − 1          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
internal readonly ref struct RtcpBlock
{
    /// <summary>Bytes of the common header.</summary>
    public const int HeaderBytes = 4;

    RtcpBlock(RtcpType type, int count, ReadOnlySpan<byte> body)
    {
        (Type, Count) = (type, count);
        Body = body;
    }

    /// <summary>Packet type; may be one that we do not know.</summary>
    public RtcpType Type { get; }

    /// <summary>Report or source count, or feedback message type: 0–31.</summary>
    public int Count { get; }

    /// <summary>Everything behind the common header, without padding.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Takes the next packet off a compound.</summary>
    /// <returns>False at its end or where it cannot be read: then some is left in <paramref name="compound"/>.</returns>
    public static bool TryTake(scoped ref ReadOnlySpan<byte> compound, out RtcpBlock block)
    {
        block = default;
        if (compound.Length < HeaderBytes || compound[0] >> 6 != 2) return false;
        var length = HeaderBytes + 4 * BinaryPrimitives.ReadUInt16BigEndian(compound[2..]);
        if (length > compound.Length) return false;
        var padding = 0;
        if ((compound[0] & 0x20) != 0)
        {
            padding = compound[length - 1];
            if (padding == 0 || padding > length - HeaderBytes) return false;
        }

        block = new RtcpBlock((RtcpType)compound[1], compound[0] & 0x1F, compound[HeaderBytes..(length - padding)]);
        compound = compound[length..];
        return true;
    }

    /// <summary>Writes a common header for a packet of <paramref name="bytes"/> bytes in all, a multiple of 4.</summary>
    internal static void WriteHeader(Span<byte> packet, RtcpType type, int count, int bytes, bool padded = false)
    {
        packet[0] = (byte)(0x80 | (padded ? 0x20 : 0) | count);
        packet[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)(bytes / 4 - 1));
    }

    /// <summary>Writes the header and both SSRCs of a feedback packet (RFC 4585 §6.1).</summary>
    /// <remarks>What is particular to it follows at byte 12.</remarks>
    internal static void WriteFeedback(
        Span<byte> packet, RtcpType type, int format, uint sender, uint media, int bytes, bool padded = false)
    {
        WriteHeader(packet, type, format, bytes, padded);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], sender);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], media);
    }
}
