namespace FaceAuth.Media.Peer;

/// <summary>Why a datagram did not reach a protocol.</summary>
internal enum PeerDiscard
{
    /// <summary>From an address that passed no connectivity check.</summary>
    Unvalidated,

    /// <summary>None of the protocols (RFC 7983).</summary>
    UnknownProtocol,

    /// <summary>Media before the keys, when as much as allowed was held.</summary>
    EarlyMedia,

    /// <summary>DTLS, when no handshake could be started or its inbox was full.</summary>
    HandshakeBusy,

    /// <summary>Media on a peer that sends only, or the reverse.</summary>
    WrongDirection,
}
