namespace FaceAuth.Media.Contracts;

/// <summary>Why a peer connection ended.</summary>
public enum PeerEnd
{
    /// <summary>We closed it.</summary>
    ClosedHere,

    /// <summary>The other side closed it (close_notify, ABORT or SHUTDOWN).</summary>
    ClosedByPeer,

    /// <summary>No connectivity check arrived in time after the answer.</summary>
    NeverConnected,

    /// <summary>Consent to send ran out: the other side has gone (RFC 7675).</summary>
    ConsentExpired,

    /// <summary>The DTLS handshake failed or took too long.</summary>
    HandshakeFailed,

    /// <summary>The certificate is not the one the SDP promised.</summary>
    FingerprintMismatch,

    /// <summary>A data channel message was larger than allowed.</summary>
    MessageTooLarge,

    /// <summary>The messages arrived faster than they were read.</summary>
    Overrun,

    /// <summary>Video came for three seconds, and no picture of it could be decoded.</summary>
    NotDecodable,

    /// <summary>An invariant broke here; logged.</summary>
    InternalError,
}
