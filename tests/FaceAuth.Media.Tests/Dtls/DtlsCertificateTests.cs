using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FaceAuth.Media.Dtls;
using Microsoft.Extensions.Time.Testing;

namespace FaceAuth.Media.Tests.Dtls;

public sealed class DtlsCertificateTests
{
    [Fact]
    public void It_is_self_signed_with_a_P_256_key_and_valid_from_a_day_ago_for_30_days()
    {
        var clock = new FakeTimeProvider(new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));
        using var certificate = DtlsCertificate.Create(clock);

        using var read = X509CertificateLoader.LoadCertificate(certificate.Der.Span);

        Assert.Equal(read.SubjectName.RawData, read.IssuerName.RawData);
        using var key = read.GetECDsaPublicKey()!;
        Assert.Equal(256, key.KeySize);
        Assert.Equal("1.2.840.10045.4.3.2", read.SignatureAlgorithm.Value);   // ecdsa-with-SHA256
        Assert.Equal(clock.GetUtcNow().AddDays(-1), read.NotBefore.ToUniversalTime());
        Assert.Equal(clock.GetUtcNow().AddDays(30), read.NotAfter.ToUniversalTime());
        Assert.True(certificate.Fingerprint.Matches(read.RawData));
    }

    [Fact]
    public void Its_signature_is_checked_by_its_public_key()
    {
        using var certificate = DtlsCertificate.Create();
        using var read = X509CertificateLoader.LoadCertificate(certificate.Der.Span);
        using var key = read.GetECDsaPublicKey()!;
        var hash = SHA256.HashData([1, 2, 3]);

        Assert.True(key.VerifyHash(hash, certificate.SignHash(hash), DSASignatureFormat.Rfc3279DerSequence));
    }

    [Fact]
    public void No_two_are_alike()
    {
        using var one = DtlsCertificate.Create();
        using var other = DtlsCertificate.Create();

        Assert.False(one.Fingerprint.Matches(other.Der.Span));
    }
}
