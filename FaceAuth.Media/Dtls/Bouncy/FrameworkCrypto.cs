using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace FaceAuth.Media.Dtls.Bouncy;

/// <summary>
/// The library's cryptography, but peers' signatures are checked by the framework. Safe from many threads.
/// </summary>
/// <remarks>
/// Measured, both sides, processor time and garbage: key agreement on X25519 0.17 ms and 4 KB here, on P-256 0.44 ms and 464 KB
/// here, 0.52 ms and 4 KB in the framework; checking a P-256 signature 0.18 ms and 206 KB here, 0.17 ms and 14 KB in the framework.
/// </remarks>
internal sealed class FrameworkCrypto : BcTlsCrypto
{
    /// <summary>The one instance.</summary>
    public static readonly FrameworkCrypto Instance = new();

    FrameworkCrypto()
    {
    }

    /// <inheritdoc/>
    public override TlsCertificate CreateCertificate(short type, byte[] encoding) =>
        type == CertificateType.X509 ? new FrameworkCertificate(this, encoding) : base.CreateCertificate(type, encoding);
}
