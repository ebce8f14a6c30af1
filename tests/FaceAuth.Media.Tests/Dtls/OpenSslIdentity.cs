using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FaceAuth.Media.Dtls;

namespace FaceAuth.Media.Tests.Dtls;

/// <summary>A certificate and its key in files, for the openssl program.</summary>
sealed class OpenSslIdentity : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("faceauth-openssl-");

    public OpenSslIdentity()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow;
        using var certificate = new CertificateRequest("CN=openssl", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(CertificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(KeyPath, key.ExportPkcs8PrivateKeyPem());
        Fingerprint = DtlsFingerprint.Of(certificate.RawData);
    }

    public string CertificatePath => Path.Combine(_folder.FullName, "certificate.pem");

    public string KeyPath => Path.Combine(_folder.FullName, "key.pem");

    public DtlsFingerprint Fingerprint { get; }

    public void Dispose() => _folder.Delete(true);
}
