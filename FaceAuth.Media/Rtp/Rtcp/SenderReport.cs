using System.Buffers.Binary;

namespace FaceAuth.Media.Rtp.Rtcp;

/// <summary>Sender report without report blocks (RFC 3550 §6.4.1, https://www.rfc-editor.org/rfc/rfc3550#section-6.4.1).</summary>
/// <param name="Ssrc">The sender.</param>
/// <param name="NtpTime">64-bit NTP time: seconds in the upper half, fraction in the lower.</param>
/// <param name="RtpTimestamp">The same moment in timestamp units.</param>
/// <param name="Packets">Packets sent.</param>
/// <param name="Octets">Payload bytes sent.</param>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P|    RC   |   PT=SR=200   |             length            |
/// |                         SSRC of sender                        |
/// |              NTP timestamp, most significant word             |
/// |             NTP timestamp, least significant word             |
/// |                         RTP timestamp                         |
/// |                     sender's packet count                     |
/// |                      sender's octet count                     |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
internal readonly record struct SenderReport(uint Ssrc, ulong NtpTime, uint RtpTimestamp, uint Packets, uint Octets)
{
    /// <summary>Bytes without report blocks.</summary>
    public const int Bytes = 28;

    /// <summary>Reads a report; false when it is cut short.</summary>
    public static bool TryRead(in RtcpBlock block, out SenderReport report)
    {
        report = default;
        var body = block.Body;
        var needed = Bytes - RtcpBlock.HeaderBytes + block.Count * ReportBlock.Bytes;
        if (block.Type != RtcpType.SenderReport || body.Length < needed) return false;
        report = new SenderReport(
            BinaryPrimitives.ReadUInt32BigEndian(body),
            BinaryPrimitives.ReadUInt64BigEndian(body[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(body[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(body[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(body[20..]));
        return true;
    }

    /// <summary>Writes the report and returns its length.</summary>
    public int Write(Span<byte> rtcp)
    {
        RtcpBlock.WriteHeader(rtcp, RtcpType.SenderReport, 0, Bytes);
        BinaryPrimitives.WriteUInt32BigEndian(rtcp[4..], Ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(rtcp[8..], NtpTime);
        BinaryPrimitives.WriteUInt32BigEndian(rtcp[16..], RtpTimestamp);
        BinaryPrimitives.WriteUInt32BigEndian(rtcp[20..], Packets);
        BinaryPrimitives.WriteUInt32BigEndian(rtcp[24..], Octets);
        return Bytes;
    }
}
