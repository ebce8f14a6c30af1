using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using FaceAuth.Signaling.Tests.Hosting;
using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests.Commands;

/// <summary>The built command against real servers: PostgreSQL, Redis, coturn, sockets of this machine.</summary>
public sealed class DoctorCommandTests : IDisposable
{
    static readonly string[] Looked =
        ["settings", "database", "redis", "models", "gpu", "ffmpeg", "udp", "tcp", "address", "turn", "https", "clock"];

    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-doctor-").FullName;

    [Fact]
    public async Task A_machine_that_has_all_of_it_is_well()
    {
        await using var turn = await TurnServer.StartAsync();

        var (code, checks) = await LookAsync(
            "--Store:Provider", "PostgreSql", "--Store:ConnectionString", $"{Require.Postgres()};Database=postgres",
            "--Redis:Configuration", Require.Redis(), "--Ice:Servers:0:Urls:0", $"turn:{turn.Address}?transport=udp",
            "--Ice:Servers:0:Urls:1", $"turn:{turn.Address}?transport=tcp", "--Ice:Servers:0:Urls:2", $"stun:{turn.Address}",
            "--Ice:Servers:0:Secret", TurnServer.Secret, "--Media:Port", "0");

        Assert.True(code == 0, string.Join('\n', checks));
        Assert.Equal(Looked, checks.Select(check => check.Name).Distinct());
        Assert.Equal(2, checks.Count(check => check.Text.EndsWith(" relays.", StringComparison.Ordinal)));
        Assert.All(["database", "redis", "ffmpeg", "udp", "tcp", "turn"], name =>
            Assert.All(checks.Where(check => check.Name == name), check => Assert.Equal("ok", check.Status)));
    }

    [Fact]
    public async Task What_is_wrong_is_named_each_with_the_setting_to_change()
    {
        await using var turn = await TurnServer.StartAsync();
        using var taken = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)taken.Client.LocalEndPoint!).Port;

        var (code, checks) = await LookAsync(
            "--Redis:Configuration", $"127.0.0.1:{Ports.Free(IPAddress.Loopback)}", "--Ice:Servers:0:Urls:0", $"turn:{turn.Address}",
            "--Ice:Servers:0:Secret", "another secret", "--Media:Addresses:0", "127.0.0.1", "--Media:Port", $"{port}",
            "--Models:Pack", "permissive", "--Models:Directory", _folder, "--Kestrel:Certificates:Default:Path", Expired());

        Assert.Equal(1, code);
        AssertWrong("redis", "Redis:Configuration");
        AssertWrong("turn", "Ice:Servers");
        AssertWrong("udp", "Media:Port");
        AssertWrong("models", "Models:Directory");
        AssertWrong("https", "ran out on");

        void AssertWrong(string name, string said) => Assert.Contains(
            checks, check => check.Name == name && check.Status == "fault" && check.Text.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settings_that_cannot_be_read_are_all_told_a_line_each()
    {
        var (code, output, _) = await CommandProcess.RunAsync("doctor", "--Signaling:MaxSessions", "0", "--Signaling:TimeLimit", "soon");

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1, code);
        Assert.All(lines, line => Assert.StartsWith("WRONG  settings ", line, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Signaling:TimeLimit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_runs_with_these_settings_is_asked_for_its_port()
    {
        var port = Ports.Free(IPAddress.Loopback);
        await using var server = await RunningServer.StartAsync("Media:Addresses:0=127.0.0.1", $"Media:Port={port}");

        var (code, checks) = await LookAsync(
            "--Media:Addresses:0", "127.0.0.1", "--Media:Port", $"{port}", "--urls", server.Http.BaseAddress!.ToString());

        Assert.True(code == 0, string.Join('\n', checks));
        var udp = Assert.Single(checks, check => check.Name == "udp");
        Assert.Equal("note", udp.Status);
        Assert.Contains("has the port, and says that it works", udp.Text, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    sealed record Check(string Name, string Status, string Text);

    async Task<(int Code, IReadOnlyList<Check> Checks)> LookAsync(params string[] settings)
    {
        var (code, output, error) = await CommandProcess.RunAsync(["doctor", "--json", "--Store:Directory", _folder, .. settings]);
        Assert.True(output.StartsWith('{'), output + error);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal(code == 0, report.GetProperty("ok").GetBoolean());
        return (code, [.. report.GetProperty("checks").EnumerateArray().Select(check => new Check(
            check.GetProperty("name").GetString()!, check.GetProperty("status").GetString()!, check.GetProperty("text").GetString()!))]);
    }

    string Expired()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-9), DateTimeOffset.UtcNow.AddDays(-1));
        var path = Path.Combine(_folder, "old.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx));
        return path;
    }
}
