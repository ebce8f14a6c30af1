namespace FaceAuth.Media.Srtp;

/// <summary>Why an SRTP or SRTCP packet was refused.</summary>
internal enum SrtpFailure
{
    /// <summary>Shorter than its header and tag, or not version 2.</summary>
    Malformed,

    /// <summary>Seen before.</summary>
    Replayed,

    /// <summary>Older than the replay window, or than the stream's first packet.</summary>
    TooOld,

    /// <summary>The authentication tag is wrong.</summary>
    BadTag,

    /// <summary>An SRTCP packet that is not encrypted; the profiles here require it.</summary>
    NotEncrypted,

    /// <summary>A good packet of a new SSRC, but as many as allowed are known.</summary>
    TooManySources,
}
