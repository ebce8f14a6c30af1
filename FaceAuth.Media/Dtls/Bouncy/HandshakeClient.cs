using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace FaceAuth.Media.Dtls.Bouncy;

/// <summary>The client's side, as the library asks for it.</summary>
internal sealed class HandshakeClient(HandshakeTerms terms, TlsCrypto crypto) : AbstractTlsClient(crypto)
{
    /// <inheritdoc/>
    public override int GetHandshakeResendTimeMillis() => terms.ResendMilliseconds;

    /// <inheritdoc/>
    public override bool RequiresExtendedMasterSecret() => true;

    /// <inheritdoc/>
    public override bool ShouldCheckSigAlgOfPeerCerts() => false;

    /// <inheritdoc/>
    public override void NotifySecureRenegotiation(bool secureRenegotiation)
    {
        // never renegotiated
    }

    /// <inheritdoc/>
    public override IDictionary<int, byte[]> GetClientExtensions()
    {
        var extensions = base.GetClientExtensions();
        extensions.Remove(ExtensionType.encrypt_then_mac);
        TlsSrtpUtilities.AddUseSrtpExtension(extensions, new([.. HandshakeTerms.SrtpProfiles.Select(profile => (int)profile)], []));
        return extensions;
    }

    /// <inheritdoc/>
    public override void ProcessServerExtensions(IDictionary<int, byte[]> serverExtensions)
    {
        base.ProcessServerExtensions(serverExtensions);
        terms.AcceptProfile(serverExtensions is null ? null : TlsSrtpUtilities.GetUseSrtpExtension(serverExtensions));
    }

    /// <inheritdoc/>
    public override TlsAuthentication GetAuthentication() => new Authentication(this, terms);

    /// <inheritdoc/>
    public override void NotifyHandshakeComplete() => terms.TakeSecrets(m_context);

    /// <inheritdoc/>
    protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

    /// <inheritdoc/>
    protected override int[] GetSupportedCipherSuites() => HandshakeTerms.CipherSuites;

    /// <inheritdoc/>
    protected override IList<SignatureAndHashAlgorithm> GetSupportedSignatureAlgorithms() => [.. HandshakeTerms.Signatures];

    /// <inheritdoc/>
    protected override IList<int> GetSupportedGroups(IList<int> namedGroupRoles) => [.. HandshakeTerms.Groups];

    /// <inheritdoc/>
    protected override CertificateStatusRequest? GetCertificateStatusRequest() => null;

    sealed class Authentication(HandshakeClient client, HandshakeTerms terms) : TlsAuthentication
    {
        public void NotifyServerCertificate(TlsServerCertificate serverCertificate) =>
            terms.CheckCertificate(serverCertificate.Certificate);

        public TlsCredentials GetClientCredentials(CertificateRequest certificateRequest) => terms.CreateCredentials(client.m_context);
    }
}
