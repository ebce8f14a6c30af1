namespace FaceAuth.Media.Rtp;

/// <summary>Why a packet was not used.</summary>
internal enum RtpDiscard
{
    /// <summary>Not RTP version 2, or its lengths contradict each other.</summary>
    Malformed,

    /// <summary>A payload type that was not negotiated.</summary>
    PayloadType,

    /// <summary>Another SSRC than the stream's first.</summary>
    ForeignSsrc,

    /// <summary>Already received.</summary>
    Duplicate,

    /// <summary>Older than what was already delivered or given up.</summary>
    TooOld,

    /// <summary>Carries padding only: a bandwidth probe.</summary>
    Padding,

    /// <summary>A VP8 payload that RFC 7741 does not allow.</summary>
    BadPayload,

    /// <summary>The packet pool was empty or the packet longer than a buffer.</summary>
    NoBuffer,

    /// <summary>RTCP that cannot be read.</summary>
    BadRtcp,
}
