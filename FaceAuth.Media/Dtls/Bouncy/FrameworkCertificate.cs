using System.Security.Cryptography;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace FaceAuth.Media.Dtls.Bouncy;

/// <summary>A peer's certificate; its ECDSA signatures over SHA-256 are checked by the framework, others by the library.</summary>
internal sealed class FrameworkCertificate(BcTlsCrypto crypto, byte[] encoding) : BcTlsCertificate(crypto, encoding)
{
    // the library parses and writes the certificate again; what was hashed for the SDP are the bytes that were sent
    readonly byte[] _encoding = [.. encoding];

    /// <inheritdoc/>
    public override byte[] GetEncoded() => [.. _encoding];

    /// <inheritdoc/>
    public override TlsVerifier CreateVerifier(short signatureAlgorithm)
    {
        var fallback = base.CreateVerifier(signatureAlgorithm);   // also checks that the key is of the right kind
        return signatureAlgorithm == SignatureAlgorithm.ecdsa ? new EcdsaVerifier(m_keyInfo.GetEncoded(), fallback) : fallback;
    }

    sealed class EcdsaVerifier(byte[] subjectPublicKeyInfo, TlsVerifier fallback) : TlsVerifier
    {
        public bool VerifyRawSignature(DigitallySigned digitallySigned, byte[] hash)
        {
            if (digitallySigned.Algorithm?.Signature != SignatureAlgorithm.ecdsa) return fallback.VerifyRawSignature(digitallySigned, hash);
            try
            {
                using var key = ECDsa.Create();
                key.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
                return key.VerifyHash(hash, digitallySigned.Signature, DSASignatureFormat.Rfc3279DerSequence);
            }
            catch (CryptographicException)
            {
                return fallback.VerifyRawSignature(digitallySigned, hash);   // a curve that the framework does not know
            }
        }

        public TlsStreamVerifier? GetStreamVerifier(DigitallySigned digitallySigned) => null;
    }
}
