namespace FaceAuth.Media.Dtls;

/// <summary>Which side of the DTLS handshake we are (SDP <c>a=setup</c>, RFC 8842 §5).</summary>
internal enum DtlsRole
{
    /// <summary>We speak first (<c>active</c>).</summary>
    Client,

    /// <summary>We wait for the ClientHello (<c>passive</c>).</summary>
    Server,
}
