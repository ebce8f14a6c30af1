using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests.Hosting;

/// <summary>What eng/run --https serves with: a certificate that a client which trusts its authority takes.</summary>
public sealed class CertificateScriptTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-https-").FullName;

    [Fact]
    public async Task Whoever_trusts_the_authority_is_served_over_https_at_every_address()
    {
        await MakeAsync();
        var port = Ports.Free(IPAddress.Any);
        await using var server = await RunningServer.StartAtAsync(
            address => $"{address};https://*:{port}",
            $"Kestrel:Certificates:Default:Path={In("server.pem")}", $"Kestrel:Certificates:Default:KeyPath={In("server.key")}");
        using var authority = X509CertificateLoader.LoadCertificateFromFile(In("ca.pem"));
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { authority },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        };
        using var client = new HttpClient(handler);

        foreach (var host in (string[])["localhost", "127.0.0.1", $"{TurnServer.MachineAddress()}"])
            Assert.Equal("{\"status\":\"live\"}", await client.GetStringAsync($"https://{host}:{port}/health/live"));
    }

    [Fact]
    public async Task The_authority_that_phones_trust_stays_and_keys_are_the_owners_alone()
    {
        await MakeAsync();
        var authority = await File.ReadAllBytesAsync(In("ca.pem"), TestContext.Current.CancellationToken);
        File.Delete(In("server.pem"));

        await MakeAsync();

        Assert.Equal(authority, await File.ReadAllBytesAsync(In("ca.pem"), TestContext.Current.CancellationToken));
        Assert.True(File.Exists(In("server.pem")));
        if (OperatingSystem.IsWindows()) return;
        foreach (var key in (string[])["ca.key", "server.key"])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(In(key)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    async Task MakeAsync()
    {
        Require.Program("openssl", "openssl");
        var script = Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "eng", "certificate");
        using var process = Process.Start(new ProcessStartInfo(script, [_folder]) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, error);
    }

    string In(string name) => Path.Combine(_folder, name);

    static string ThisFile([CallerFilePath] string path = "") => path;
}
