namespace FaceAuth.Media.Sctp;

/// <summary>Types of chunks (RFC 9260 §3.2, RFC 3758 §3.2, RFC 6525 §3.1).</summary>
/// <remarks>
/// The two highest bits of a type that is not here say what to do with it: 0x80 skip it rather than drop the rest, 0x40 report it.
/// </remarks>
internal enum SctpChunkType : byte
{
    /// <summary>User data.</summary>
    Data = 0,

    /// <summary>Begins an association.</summary>
    Init = 1,

    /// <summary>Answers INIT, with the state cookie.</summary>
    InitAck = 2,

    /// <summary>Selective acknowledgement.</summary>
    Sack = 3,

    /// <summary>Asks for a sign of life.</summary>
    Heartbeat = 4,

    /// <summary>Gives one.</summary>
    HeartbeatAck = 5,

    /// <summary>Ends the association at once.</summary>
    Abort = 6,

    /// <summary>Ends it once everything is acknowledged.</summary>
    Shutdown = 7,

    /// <summary>Answers SHUTDOWN.</summary>
    ShutdownAck = 8,

    /// <summary>Reports an error.</summary>
    Error = 9,

    /// <summary>Brings the state cookie back.</summary>
    CookieEcho = 10,

    /// <summary>Answers COOKIE ECHO.</summary>
    CookieAck = 11,

    /// <summary>Answers SHUTDOWN ACK.</summary>
    ShutdownComplete = 14,

    /// <summary>Resets streams (RFC 6525).</summary>
    Reconfig = 130,

    /// <summary>Skips abandoned messages (RFC 3758).</summary>
    ForwardTsn = 192,
}
