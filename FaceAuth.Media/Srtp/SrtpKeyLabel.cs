namespace FaceAuth.Media.Srtp;

/// <summary>Labels of the session keys (RFC 3711 §4.3.1 and §4.3.2).</summary>
internal enum SrtpKeyLabel : byte
{
    /// <summary>Cipher key of RTP.</summary>
    RtpEncryption = 0,

    /// <summary>Authentication key of RTP.</summary>
    RtpAuthentication = 1,

    /// <summary>Salt of RTP.</summary>
    RtpSalt = 2,

    /// <summary>Cipher key of RTCP.</summary>
    RtcpEncryption = 3,

    /// <summary>Authentication key of RTCP.</summary>
    RtcpAuthentication = 4,

    /// <summary>Salt of RTCP.</summary>
    RtcpSalt = 5,
}
