using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace FaceAuth.Media.Dtls.Bouncy;

/// <summary>The library's cryptography, with the framework's in its place where that is many times faster: P-256. Safe from many threads.</summary>
internal sealed class FrameworkCrypto : BcTlsCrypto
{
    /// <summary>The one instance.</summary>
    public static readonly FrameworkCrypto Instance = new();

    FrameworkCrypto()
    {
    }

    /// <inheritdoc/>
    public override TlsECDomain CreateECDomain(TlsECConfig ecConfig) =>
        ecConfig.NamedGroup == NamedGroup.secp256r1 ? new P256Domain(this) : base.CreateECDomain(ecConfig);

    /// <inheritdoc/>
    public override TlsCertificate CreateCertificate(short type, byte[] encoding) =>
        type == CertificateType.X509 ? new FrameworkCertificate(this, encoding) : base.CreateCertificate(type, encoding);
}
