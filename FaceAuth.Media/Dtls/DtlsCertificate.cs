using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FaceAuth.Media.Dtls;

/// <summary>A self-signed ECDSA P-256 certificate for DTLS, made new by every process.</summary>
/// <remarks>
/// Its fingerprint, sent over the authenticated signalling channel, is all that a peer trusts (RFC 8827 §6.5). Safe from many threads
/// until it is disposed.
/// </remarks>
internal sealed class DtlsCertificate : IDisposable
{
    // a certificate that is new and yet already valid where a clock is slow; browsers use 30 days too
    static readonly TimeSpan Backdated = TimeSpan.FromDays(1);
    static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    readonly ECDsa _key;
    readonly Lock _signing = new();

    DtlsCertificate(ECDsa key, byte[] der)
    {
        _key = key;
        Der = der;
        Fingerprint = DtlsFingerprint.Of(der);
    }

    /// <summary>The certificate, DER.</summary>
    public ReadOnlyMemory<byte> Der { get; }

    /// <summary>Its SHA-256 fingerprint; <see cref="DtlsFingerprint.ToString"/> is the SDP form.</summary>
    public DtlsFingerprint Fingerprint { get; }

    /// <summary>Makes a key and a certificate.</summary>
    /// <param name="timeProvider">The wall clock for the validity; the system's when null.</param>
    public static DtlsCertificate Create(TimeProvider? timeProvider = null)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=WebRTC", key, HashAlgorithmName.SHA256);
        var now = (timeProvider ?? TimeProvider.System).GetUtcNow();
        using var certificate = request.CreateSelfSigned(now - Backdated, now + Lifetime);
        return new(key, certificate.RawData);
    }

    /// <summary>Signs a SHA-256 hash; the signature is DER (RFC 3279 §2.2.3), as TLS wants it.</summary>
    public byte[] SignHash(ReadOnlySpan<byte> hash)
    {
        lock (_signing) return _key.SignHash(hash.ToArray(), DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
