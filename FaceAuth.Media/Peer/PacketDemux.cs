namespace FaceAuth.Media.Peer;

/// <summary>Tells the protocols on one port apart (RFC 7983 §7, https://www.rfc-editor.org/rfc/rfc7983#section-7; RFC 5761 §4).</summary>
/// <remarks>
/// <code>
/// first byte   0–3 STUN   20–63 DTLS   128–191 RTP or RTCP: RTCP when the second byte is 192–223
/// </code>
/// </remarks>
internal static class PacketDemux
{
    internal static PacketKind Classify(ReadOnlySpan<byte> datagram) => datagram.Length < 2
        ? PacketKind.Unknown
        : datagram[0] switch
        {
            <= 3 => PacketKind.Stun,
            >= 20 and <= 63 => PacketKind.Dtls,
            >= 128 and <= 191 => datagram[1] is >= 192 and <= 223 ? PacketKind.Rtcp : PacketKind.Rtp,
            _ => PacketKind.Unknown,
        };
}
