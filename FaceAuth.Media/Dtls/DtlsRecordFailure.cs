namespace FaceAuth.Media.Dtls;

/// <summary>Why a record was refused.</summary>
internal enum DtlsRecordFailure
{
    /// <summary>Not a DTLS 1.2 record of a known type and a possible length.</summary>
    Malformed,

    /// <summary>Of another epoch than 1: from the handshake, or garbage.</summary>
    WrongEpoch,

    /// <summary>Seen before, or older than the replay window.</summary>
    Replayed,

    /// <summary>The authentication tag is wrong.</summary>
    BadTag,

    /// <summary>Longer than the caller's buffer.</summary>
    TooLong,
}
