namespace FaceAuth.Media.Dtls;

/// <summary>What a DTLS record carries (RFC 5246 §6.2.1).</summary>
internal enum DtlsContentType : byte
{
    /// <summary>Not a record.</summary>
    None = 0,

    /// <summary>The change of keys.</summary>
    ChangeCipherSpec = 20,

    /// <summary>An alert: level and description; see <see cref="DtlsAlert"/>.</summary>
    Alert = 21,

    /// <summary>Handshake messages. After the handshake: the peer did not get our last flight.</summary>
    Handshake = 22,

    /// <summary>Data; in WebRTC one SCTP packet.</summary>
    ApplicationData = 23,
}
