using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FaceAuth.Interop.Tests.Running;
using FaceAuth.Testing;

namespace FaceAuth.Interop.Tests.Nodes;

/// <summary>nginx with the configuration that is shipped, deploy/nginx.conf: ports, files and the nodes' addresses alone are others.</summary>
sealed class Nginx : IAsyncDisposable
{
    readonly ChildProcess _process;
    readonly string _folder;

    Nginx(ChildProcess process, string folder, int port, string apiKey, byte[] certificate)
    {
        (_process, _folder) = (process, folder);
        Address = new($"https://localhost:{port}");
        Http = new(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = IsIts } }) { BaseAddress = Address };
        Http.DefaultRequestHeaders.Add("X-Api-Key", apiKey);

        bool IsIts(object _, X509Certificate? shown, X509Chain? __, System.Net.Security.SslPolicyErrors ___) =>
            shown is not null && shown.GetRawCertData().AsSpan().SequenceEqual(certificate);
    }

    public Uri Address { get; }

    /// <summary>Speaks to whatever node as the relying party.</summary>
    public HttpClient Http { get; }

    /// <summary>What it passed on, a line each, and what went wrong.</summary>
    public string Log => File.ReadAllText(Path.Combine(_folder, "access.log")) + File.ReadAllText(Path.Combine(_folder, "error.log"));

    public static async Task<Nginx> StartAsync(IReadOnlyList<NodeServer> nodes, string apiKey)
    {
        const string Program = "/usr/sbin/nginx";
        if (!File.Exists(Program)) throw SharedFiles.CannotRun("nginx is not installed (package nginx); eng/setup installs it.");
        var folder = Directory.CreateTempSubdirectory("faceauth-nginx-").FullName;
        var port = Ports.Free(IPAddress.Loopback);
        var certificate = await WriteCertificateAsync(folder);
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", "nginx.conf"));
        for (var i = 0; i < nodes.Count; i++)
            text = Replaced(text, $"10.0.0.1{i + 1}:8080", $"127.0.0.1:{nodes[i].Port}");
        text = Replaced(text, "listen 443 ssl", $"listen 127.0.0.1:{port} ssl");
        text = Replaced(text, "/etc/nginx/faceauth.pem", Path.Combine(folder, "cert.pem"));
        text = Replaced(text, "/etc/nginx/faceauth.key", Path.Combine(folder, "key.pem"));
        text = Replaced(text, "/var/log/nginx/faceauth.log", Path.Combine(folder, "access.log"));
        var file = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(file, text);
        var process = ChildProcess.Start(
            Program, ["-p", folder, "-c", file, "-e", Path.Combine(folder, "error.log"), "-g", $"daemon off; pid {folder}/pid;"]);
        var nginx = new Nginx(process, folder, port, apiKey, certificate);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await nginx.AnswersAsync())
        {
            if (process.HasExited) throw new InvalidOperationException("nginx ended at once:\n" + process.Output);
            await Task.Delay(50, limit.Token);
        }

        return nginx;
    }

    public async Task<CreatedSession> CreateAsync(string purpose, string subject)
    {
        using var answer = await Http.PostAsJsonAsync("/v1/sessions", new { purpose, subject, policy = "passive" });
        if (answer.StatusCode != HttpStatusCode.Created)
            Assert.Fail($"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}\n{Log}");
        return (await answer.Content.ReadFromJsonAsync<CreatedSession>())!;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await Http.GetAsync("/health/live");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    static string Replaced(string text, string what, string by)
    {
        Assert.Contains(what, text);
        return text.Replace(what, by, StringComparison.Ordinal);
    }

    static async Task<byte[]> WriteCertificateAsync(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        await File.WriteAllTextAsync(Path.Combine(folder, "cert.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        return certificate.RawData;
    }
}
