namespace FaceAuth.Media.Sctp;

/// <summary>States of an association (RFC 9260 §4, https://www.rfc-editor.org/rfc/rfc9260#section-4).</summary>
internal enum SctpState
{
    /// <summary>Not begun, or over.</summary>
    Closed,

    /// <summary>INIT sent, waiting for INIT ACK.</summary>
    CookieWait,

    /// <summary>COOKIE ECHO sent, waiting for COOKIE ACK.</summary>
    CookieEchoed,

    /// <summary>Data flows.</summary>
    Established,

    /// <summary>We want to close; data still waits for its acknowledgement.</summary>
    ShutdownPending,

    /// <summary>SHUTDOWN sent.</summary>
    ShutdownSent,

    /// <summary>SHUTDOWN received; data still waits for its acknowledgement.</summary>
    ShutdownReceived,

    /// <summary>SHUTDOWN ACK sent.</summary>
    ShutdownAckSent,
}
