using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace FaceAuth.Media.Dtls.Bouncy;

/// <summary>Signs with our certificate's key, which stays in the framework's hands.</summary>
internal sealed class CertificateSigner(DtlsCertificate certificate) : TlsSigner
{
    /// <inheritdoc/>
    public byte[] GenerateRawSignature(SignatureAndHashAlgorithm algorithm, byte[] hash) => certificate.SignHash(hash);

    /// <inheritdoc/>
    public TlsStreamSigner? GetStreamSigner(SignatureAndHashAlgorithm algorithm) => null;
}
