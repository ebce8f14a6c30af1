namespace FaceAuth.Media.Peer;

/// <summary>Which protocol a datagram belongs to, by its first bytes (RFC 7983 §7, RFC 5761 §4).</summary>
internal enum PacketKind
{
    Unknown,
    Stun,
    Dtls,
    Rtp,
    Rtcp,
}
