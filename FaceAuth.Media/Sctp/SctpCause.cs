namespace FaceAuth.Media.Sctp;

/// <summary>Error causes in ERROR and ABORT (RFC 9260 §3.3.10).</summary>
internal enum SctpCause : ushort
{
    /// <summary>A stream number beyond what was agreed.</summary>
    InvalidStreamIdentifier = 1,

    /// <summary>The state cookie came back too late.</summary>
    StaleCookie = 3,

    /// <summary>No room.</summary>
    OutOfResource = 4,

    /// <summary>A chunk type that is not known.</summary>
    UnrecognizedChunkType = 6,

    /// <summary>A mandatory value that makes no sense.</summary>
    InvalidMandatoryParameter = 7,

    /// <summary>DATA without data.</summary>
    NoUserData = 9,

    /// <summary>The user ended it.</summary>
    UserInitiatedAbort = 12,

    /// <summary>The peer broke the protocol.</summary>
    ProtocolViolation = 13,
}
