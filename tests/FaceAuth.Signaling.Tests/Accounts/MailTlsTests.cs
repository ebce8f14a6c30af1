using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FaceAuth.Signaling.Tests.Hosting;
using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests.Accounts;

/// <summary>Mail over TLS from a running server to a real mail server, whose certificate has to be good.</summary>
public sealed class MailTlsTests : IDisposable
{
    const string Address = "ada@example.org";

    readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    readonly string _trusted = Path.GetTempFileName();

    [Theory]
    [InlineData("StartTls")]
    [InlineData("Tls")]
    public async Task It_is_handed_over_under_TLS(string security)
    {
        using var certificate = CertificateFor("localhost");
        await using var mail = new MailServer(certificate, startsPlain: security == "StartTls");
        await using var server = await StartAsync(mail, security);

        await AskAsync(server);

        Assert.Contains($"RCPT TO:<{Address}>", await mail.NextAsync(), StringComparison.Ordinal);
        Assert.Equal(1, mail.Secured);
    }

    [Theory]
    [InlineData("StartTls", "of somebody else")]
    [InlineData("Tls", "of somebody else")]
    [InlineData("Tls", "of another name")]
    [InlineData("StartTls", "none")]        // it offers no STARTTLS, as somebody between could make it seem
    public async Task To_whom_it_cannot_trust_it_gives_nothing(string security, string wrong)
    {
        using var certificate = wrong == "none" ? null : CertificateFor(
            wrong == "of another name" ? "mail.example.org" : "localhost", isTrusted: wrong != "of somebody else");
        await using var mail = new MailServer(certificate, startsPlain: security == "StartTls");
        await using var server = await StartAsync(mail, security);

        await AskAsync(server);
        await mail.LeftAsync();

        Assert.Empty(mail.Mails);
        Assert.DoesNotContain(Address, server.Log, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _key.Dispose();
        File.Delete(_trusted);
    }

    Task<RunningServer> StartAsync(MailServer mail, string security) => RunningServer.StartAsync(
        "Mail:Host=localhost", $"Mail:Port={mail.Port}", $"Mail:Security={security}", "Mail:From=noreply@example.org",
        "Web:PublicAddress=https://face.example.org", "SSL_CERT_FILE=" + _trusted, "SSL_CERT_DIR=" + Path.GetTempPath());

    static async Task AskAsync(RunningServer server)
    {
        using var client = new HttpClient { BaseAddress = server.Http.BaseAddress };
        var made = await client.PostAsJsonAsync("/v1/auth/register", new { userName = Address, Staffed.Password });
        var asked = await client.PostAsJsonAsync("/v1/auth/reset-request", new { userName = Address });
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Accepted), (made.StatusCode, asked.StatusCode));
    }

    /// <summary>A certificate of an authority that the server trusts, or of one of the same name that it does not know.</summary>
    X509Certificate2 CertificateFor(string name, bool isTrusted = true)
    {
        var now = DateTimeOffset.UtcNow;
        var authority = new CertificateRequest("CN=Test authority", _key, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var root = authority.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        using var strangersKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var stranger = new CertificateRequest("CN=Test authority", strangersKey, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        File.WriteAllText(_trusted, (isTrusted ? root : stranger).ExportCertificatePem());
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1")], false));
        using var issued = request.Create(root, now.AddDays(-1), now.AddDays(7), RandomNumberGenerator.GetBytes(8));
        using var whole = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), null);
    }
}
