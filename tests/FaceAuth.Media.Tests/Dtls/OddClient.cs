using FaceAuth.Media.Dtls;
using FaceAuth.Media.Dtls.Bouncy;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace FaceAuth.Media.Tests.Dtls;

/// <summary>A client that leaves out, adds or forges what it is told to; the library's own cryptography throughout.</summary>
sealed class OddClient(OddClientHabits habits, DtlsCertificate certificate) : AbstractTlsClient(new BcTlsCrypto())
{
    const int Padding = 21;   // RFC 7685

    public override int GetHandshakeResendTimeMillis() => 20;

    public override bool ShouldUseExtendedMasterSecret() => !habits.WithoutExtendedMasterSecret;

    public override IDictionary<int, byte[]> GetClientExtensions()
    {
        var extensions = base.GetClientExtensions();
        if (habits.SrtpProfiles.Length > 0) TlsSrtpUtilities.AddUseSrtpExtension(extensions, new(habits.SrtpProfiles, []));
        if (habits.HelloPadding > 0) extensions[Padding] = new byte[habits.HelloPadding];
        if (habits.MaxFragmentLength is { } length) TlsExtensionsUtilities.AddMaxFragmentLengthExtension(extensions, length);
        return extensions;
    }

    public override TlsAuthentication GetAuthentication() => new Authentication(this);

    protected override ProtocolVersion[] GetSupportedVersions() => habits.Versions;

    protected override int[] GetSupportedCipherSuites() => habits.CipherSuites;

    protected override IList<int> GetSupportedGroups(IList<int> namedGroupRoles) => habits.Groups;

    sealed class Authentication(OddClient client) : TlsAuthentication
    {
        public void NotifyServerCertificate(TlsServerCertificate serverCertificate)
        {
        }

        public TlsCredentials? GetClientCredentials(CertificateRequest certificateRequest) => client.CreateCredentials();
    }

    DefaultTlsCredentialedSigner? CreateCredentials()
    {
        if (habits.WithoutCertificate) return null;
        return new(
            new(m_context),
            new CertificateSigner(habits.ForgesSignatureWith ?? certificate),
            new Certificate([Crypto.CreateCertificate(certificate.Der.ToArray())]),
            SignatureAndHashAlgorithm.GetInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }
}
