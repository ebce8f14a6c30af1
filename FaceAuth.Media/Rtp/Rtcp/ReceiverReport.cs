using System.Buffers.Binary;

namespace FaceAuth.Media.Rtp.Rtcp;

/// <summary>Receiver report (RFC 3550 §6.4.2, https://www.rfc-editor.org/rfc/rfc3550#section-6.4.2).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P|    RC   |   PT=RR=201   |             length            |
/// |                     SSRC of packet sender                     |
/// |                     report blocks, RC of them                 |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
internal static class ReceiverReport
{
    /// <summary>Reads the block about <paramref name="ssrc"/>; false when the report is cut short or has none.</summary>
    public static bool TryRead(in RtcpBlock packet, uint ssrc, out ReportBlock block)
    {
        block = default;
        return packet.Type == RtcpType.ReceiverReport
            && packet.Body.Length >= 4 + packet.Count * ReportBlock.Bytes
            && ReportBlock.TryFind(packet.Body[4..], packet.Count, ssrc, out block);
    }

    /// <summary>Writes a report with one block, or with none, and returns its length.</summary>
    public static int Write(Span<byte> rtcp, uint sender, ReportBlock? block)
    {
        var length = 8 + (block is null ? 0 : ReportBlock.Bytes);
        RtcpBlock.WriteHeader(rtcp, RtcpType.ReceiverReport, block is null ? 0 : 1, length);
        BinaryPrimitives.WriteUInt32BigEndian(rtcp[4..], sender);
        block?.Write(rtcp[8..]);
        return length;
    }
}
