using System.Buffers.Binary;

namespace FaceAuth.Media.Rtp.Rtcp;

/// <summary>Reception report block (RFC 3550 §6.4.1, https://www.rfc-editor.org/rfc/rfc3550#section-6.4.1).</summary>
/// <param name="Ssrc">The source reported on.</param>
/// <param name="FractionLost">Lost since the last report, in 1/256.</param>
/// <param name="CumulativeLost">Lost since the start; 24 bits, signed.</param>
/// <param name="HighestSequence">Highest sequence number, with cycles in the upper half.</param>
/// <param name="Jitter">Interarrival jitter in timestamp units.</param>
/// <param name="LastSenderReport">Middle 32 bits of the last sender report's NTP time; 0 when none came.</param>
/// <param name="DelaySinceLast">Time since that report came, in 1/65 536 s; 0 when none came.</param>
/// <remarks>
/// <code>
/// +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
/// |                 SSRC of the source reported on                |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// | fraction lost |       cumulative number of packets lost       |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |           extended highest sequence number received           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                      interarrival jitter                      |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                         last SR (LSR)                         |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                   delay since last SR (DLSR)                  |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
internal readonly record struct ReportBlock(
    uint Ssrc, byte FractionLost, int CumulativeLost, uint HighestSequence, uint Jitter, uint LastSenderReport, uint DelaySinceLast)
{
    /// <summary>Bytes of one block.</summary>
    public const int Bytes = 24;

    /// <summary>Finds the block about <paramref name="ssrc"/> among those at the start of <paramref name="blocks"/>.</summary>
    public static bool TryFind(ReadOnlySpan<byte> blocks, int count, uint ssrc, out ReportBlock block)
    {
        for (; count > 0 && blocks.Length >= Bytes; count--, blocks = blocks[Bytes..])
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(blocks) != ssrc) continue;
            block = new ReportBlock(
                ssrc,
                blocks[4],
                BinaryPrimitives.ReadInt32BigEndian(blocks[4..]) << 8 >> 8,
                BinaryPrimitives.ReadUInt32BigEndian(blocks[8..]),
                BinaryPrimitives.ReadUInt32BigEndian(blocks[12..]),
                BinaryPrimitives.ReadUInt32BigEndian(blocks[16..]),
                BinaryPrimitives.ReadUInt32BigEndian(blocks[20..]));
            return true;
        }

        block = default;
        return false;
    }

    /// <summary>Writes the block and returns its length.</summary>
    public int Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Ssrc);
        var lost = Math.Clamp(CumulativeLost, -0x80_0000, 0x7F_FFFF) & 0xFF_FFFF;
        BinaryPrimitives.WriteInt32BigEndian(bytes[4..], lost | FractionLost << 24);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], HighestSequence);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[16..], LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[20..], DelaySinceLast);
        return Bytes;
    }
}
