using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace FaceAuth.Media.Dtls.Bouncy;

/// <summary>The server's side, as the library asks for it: a browser offers, so it is the client.</summary>
internal sealed class HandshakeServer(HandshakeTerms terms, TlsCrypto crypto) : AbstractTlsServer(crypto)
{
    // extensions that would change how records look, or that we have no use for
    static readonly int[] Unwanted =
    [
        ExtensionType.max_fragment_length, ExtensionType.connection_id, ExtensionType.status_request, ExtensionType.status_request_v2,
        ExtensionType.client_certificate_type, ExtensionType.server_certificate_type, ExtensionType.trusted_ca_keys,
        ExtensionType.application_layer_protocol_negotiation, ExtensionType.truncated_hmac, ExtensionType.session_ticket,
        ExtensionType.heartbeat,
    ];

    /// <inheritdoc/>
    public override int GetHandshakeResendTimeMillis() => terms.ResendMilliseconds;

    /// <inheritdoc/>
    public override bool RequiresExtendedMasterSecret() => true;

    /// <inheritdoc/>
    public override bool ShouldCheckSigAlgOfPeerCerts() => false;   // trusted for its fingerprint, not for who signed it

    /// <inheritdoc/>
    public override void NotifySecureRenegotiation(bool secureRenegotiation)
    {
        // records of a renegotiation are not understood after the handshake, so it does not matter how it would be protected
    }

    /// <inheritdoc/>
    public override void ProcessClientExtensions(IDictionary<int, byte[]> clientExtensions)
    {
        clientExtensions ??= new Dictionary<int, byte[]>();
        terms.Hello = ClientHello.Of(m_offeredCipherSuites ?? [], clientExtensions);   // before anything is taken out
        terms.ChooseProfile(TlsSrtpUtilities.GetUseSrtpExtension(clientExtensions));
        foreach (var extension in Unwanted) clientExtensions.Remove(extension);
        base.ProcessClientExtensions(clientExtensions);
    }

    /// <inheritdoc/>
    public override IDictionary<int, byte[]> GetServerExtensions()
    {
        var extensions = base.GetServerExtensions();
        TlsSrtpUtilities.AddUseSrtpExtension(extensions, new([(int)terms.Profile!.Value], []));
        return extensions;
    }

    /// <inheritdoc/>
    public override TlsCredentials GetCredentials() => terms.CreateCredentials(m_context);

    /// <inheritdoc/>
    public override CertificateRequest GetCertificateRequest() =>
        new([ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign], [.. HandshakeTerms.Signatures], null);

    /// <inheritdoc/>
    public override void NotifyClientCertificate(Certificate clientCertificate) => terms.CheckCertificate(clientCertificate);

    /// <inheritdoc/>
    public override void NotifyHandshakeComplete() => terms.TakeSecrets(m_context);

    /// <inheritdoc/>
    protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

    /// <inheritdoc/>
    protected override int[] GetSupportedCipherSuites() => HandshakeTerms.CipherSuites;

    /// <inheritdoc/>
    protected override int SelectECDH(int minimumCurveBits)
    {
        // groups that we cannot do, such as the hybrid ones that Chromium lists first, must not be chosen
        var theirs = m_context.SecurityParameters.ClientSupportedGroups;
        foreach (var group in HandshakeTerms.Groups)
        {
            if (theirs is null || theirs.Contains(group)) return group;
        }

        return -1;   // the library then refuses
    }
}
