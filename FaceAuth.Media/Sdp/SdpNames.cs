namespace FaceAuth.Media.Sdp;

/// <summary>Names that reader and writer share.</summary>
internal static class SdpNames
{
    internal const string Rtx = "rtx/90000";
    internal const string RtpProtocol = "UDP/TLS/RTP/SAVPF";

    /// <summary>What offers may call the same, which the answer repeats (RFC 9429 §5.1.2).</summary>
    /// <remarks>SRTP is keyed by DTLS under each name: without a fingerprint there is no session.</remarks>
    internal static readonly string[] RtpProtocols =
    [
        RtpProtocol, "UDP/TLS/RTP/SAVP", "TCP/DTLS/RTP/SAVPF", "TCP/DTLS/RTP/SAVP", "RTP/SAVPF", "RTP/SAVP", "RTP/AVPF", "RTP/AVP",
    ];

    internal const string DataProtocol = "UDP/DTLS/SCTP";
    internal const string DataFormat = "webrtc-datachannel";

    /// <summary>https://datatracker.ietf.org/doc/draft-holmer-rmcat-transport-wide-cc-extensions-01</summary>
    internal const string TransportSequence = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

    /// <summary>RFC 9143 §15.</summary>
    internal const string Mid = "urn:ietf:params:rtp-hdrext:sdes:mid";

    /// <summary>max-message-size when the other side names none (RFC 8841 §6.1).</summary>
    internal const int DefaultMaxMessageSize = 64 * 1024;

    /// <summary>The port of an association that is never made, where there is no data channel.</summary>
    internal const int DefaultSctpPort = 5000;
}
