namespace FaceAuth.Media.Dtls;

/// <summary>What a handshake needs to know.</summary>
/// <param name="Role">Our side.</param>
/// <param name="Certificate">Ours.</param>
/// <param name="RemoteFingerprint">What the SDP promised; another certificate is refused.</param>
internal sealed record DtlsHandshakeRequest(DtlsRole Role, DtlsCertificate Certificate, DtlsFingerprint RemoteFingerprint);
