namespace FaceAuth.Media.Dtls;

/// <summary>Why a handshake failed.</summary>
internal enum DtlsFailure
{
    /// <summary>The certificate is not the one that the SDP promised.</summary>
    FingerprintMismatch,

    /// <summary>The peer showed no certificate.</summary>
    NoCertificate,

    /// <summary>No common version, cipher suite or SRTP profile, or no extended master secret.</summary>
    NotNegotiable,

    /// <summary>The peer broke off with a fatal alert or closed.</summary>
    ClosedByPeer,

    /// <summary>The peer broke the protocol: a bad signature, a bad Finished, garbage where a message belongs.</summary>
    ProtocolViolation,

    /// <summary>No thread was free before the deadline.</summary>
    WaitedTooLong,

    /// <summary>It did not end before the deadline.</summary>
    TookTooLong,

    /// <summary>Its owner gave it up.</summary>
    Abandoned,

    /// <summary>Something broke here; logged.</summary>
    InternalError,
}
