using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FaceAuth.Signaling.Hosting;
using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests.Commands;

/// <summary>A server that shall speak https and has no certificate it can use says so in one sentence.</summary>
public sealed class CertificateStartTests : IDisposable
{
    const string Default = "Kestrel:Certificates:Default";
    const string Endpoint = "Kestrel:Endpoints:Web:Certificate";

    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-certificate-").FullName;

    [Theory]
    [InlineData(Default, "good.pfx", null, "wrong", "good.pfx", ":Password")]
    [InlineData(Default, "good.pfx", null, null, "good.pfx", ":Password")]
    [InlineData(Default, "junk.pem", null, null, "junk.pem", "PEM")]
    [InlineData(Default, "good.pem", null, null, "good.pem", ":KeyPath")]
    [InlineData(Default, "nowhere.pem", "good.key", null, "nowhere.pem", "no file")]
    [InlineData(Default, "good.pem", "nowhere.key", null, "nowhere.key", "no file")]
    [InlineData(Default, "good.pem", "junk.pem", null, "junk.pem", "key")]
    [InlineData(Default, "junk.pem", "good.key", null, "junk.pem", "PEM")]
    [InlineData(Default, "good.pem", "other.key", null, "other.key", "key")]
    [InlineData(Default, "good.pem", "locked.key", "wrong", "locked.key", ":Password")]
    [InlineData(Endpoint, "good.pfx", null, "wrong", "good.pfx", ":Password")]
    public async Task A_certificate_that_cannot_be_used_is_named_with_what_to_do(
        string section, string path, string? key, string? password, string file, string hint)
    {
        WriteFiles();
        string[] where = section == Default ? ["--urls", "https://127.0.0.1:0"] : ["--Kestrel:Endpoints:Web:Url", "https://127.0.0.1:0"];
        string[] files = [.. Setting(section, "Path", path, isFile: true), .. Setting(section, "KeyPath", key, isFile: true),
            .. Setting(section, "Password", password, isFile: false)];

        var (code, output, error) = await CommandProcess.RunAsync(
            ["serve", .. where, "--Store:Directory", _folder, "--Media:Port", "0", .. files]);

        Assert.True(code == 1, $"It ended with {code} and said: {output}{error}");
        Assert.DoesNotContain("Exception", output, StringComparison.Ordinal);
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("faceauth cannot start: ", line, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder, file), line, StringComparison.Ordinal);
        Assert.Contains(hint, line, StringComparison.Ordinal);
    }

    /// <summary>Two addresses are listened on for localhost, and both fail for the one certificate.</summary>
    [Theory]
    [InlineData("good.pem")]
    [InlineData("junk.pem")]
    public async Task On_localhost_the_setting_is_named_and_no_other_address(string path)
    {
        WriteFiles();

        var (code, _, error) = await CommandProcess.RunAsync(
        [
            "serve", "--urls", $"https://localhost:{FreePort()}", "--Store:Directory", _folder, "--Media:Port", "0",
            .. Setting(Default, "Path", path, isFile: true),
        ]);

        Assert.Equal(1, code);
        Assert.Contains(":KeyPath", error, StringComparison.Ordinal);
        Assert.DoesNotContain("address", error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_relative_path_starts_where_the_server_was_started()
    {
        var builder = HostSetup.Create(
            ["--Kestrel:Certificates:Default:Path", "tls/own.pem", "--Kestrel:Endpoints:Web:Certificate:KeyPath=k"]);

        Assert.Equal(Path.GetFullPath("tls/own.pem"), builder.Configuration["Kestrel:Certificates:Default:Path"]);
        Assert.Equal(Path.GetFullPath("k"), builder.Configuration["Kestrel:Endpoints:Web:Certificate:KeyPath"]);
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    IEnumerable<string> Setting(string section, string name, string? value, bool isFile) =>
        value is null ? [] : [$"--{section}:{name}", isFile ? Path.Combine(_folder, value) : value];

    void WriteFiles()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllBytes(In("good.pfx"), certificate.Export(X509ContentType.Pfx, "right"));
        File.WriteAllText(In("good.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(In("good.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(In("other.key"), other.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(In("locked.key"), key.ExportEncryptedPkcs8PrivateKeyPem(
            "right", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        File.WriteAllText(In("junk.pem"), "this is no certificate");
    }

    string In(string name) => Path.Combine(_folder, name);
}
