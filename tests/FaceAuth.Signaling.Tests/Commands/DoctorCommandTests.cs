using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using FaceAuth.Signaling.Tests.Hosting;
using FaceAuth.Testing;
using Npgsql;

namespace FaceAuth.Signaling.Tests.Commands;

/// <summary>The built command against real servers: PostgreSQL, Redis, coturn, sockets of this machine.</summary>
public sealed class DoctorCommandTests : IDisposable
{
    static readonly string[] Looked =
        ["settings", "database", "redis", "models", "gpu", "ffmpeg", "srtp", "udp", "tcp", "address", "turn", "https", "clock"];

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
            "--Models:Pack", "permissive", "--Models:Directory", _folder, "--Kestrel:Certificates:Default:Path", Expired(),
            "--Store:Directory", Path.Combine(_folder, "mistyped"));

        Assert.Equal(1, code);
        // the first start makes it, so that it is no fault
        Assert.Contains(checks, check => check is { Name: "database", Status: "note" }
            && check.Text.Contains("If there is a store already, correct Store:Directory.", StringComparison.Ordinal));
        AssertWrong("redis", "Redis:Configuration");
        AssertWrong("turn", "Ice:Servers");
        AssertWrong("udp", "Media:Port");
        AssertWrong("models", "Models:Directory");
        AssertWrong("https", "ran out on");

        void AssertWrong(string name, string said) => Assert.Contains(
            checks, check => check.Name == name && check.Status == "fault" && check.Text.Contains(said, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("PostgreSQL", "closes them without a word, as PostgreSQL does and Redis does not: correct host and port")]
    [InlineData("web", "answers, but not as Redis does: correct host, port")]
    [InlineData("silent", "takes connections and says nothing: it is not Redis, or it hangs")]
    [InlineData("nobody", "Nobody answers where Redis:Configuration says")]
    [InlineData("locked", "refuses the password or user in Redis:Configuration")]
    public async Task What_stands_in_the_place_of_Redis_is_told_for_what_it_is(string what, string said)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var web = await RunningServer.StartAsync();
        await using var locked = await RedisProcess.StartAsync("--requirepass", "secret");
        var postgres = new NpgsqlConnectionStringBuilder(Require.Postgres());
        var place = what switch
        {
            "PostgreSQL" => $"{postgres.Host}:{postgres.Port}",
            "web" => web.Http.BaseAddress!.Authority,
            "silent" => $"{listener.LocalEndpoint}",
            "locked" => locked.Configuration,
            _ => $"127.0.0.1:{Ports.Free(IPAddress.Loopback)}",
        };

        var (code, checks) = await LookAsync("--Redis:Configuration", place, "--Media:Port", "0");

        Assert.Equal(1, code);
        var redis = Assert.Single(checks, check => check.Name == "redis");
        Assert.Equal("fault", redis.Status);
        Assert.Contains(said, redis.Text, StringComparison.Ordinal);
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
        Assert.Equal(Looked, checks.Select(check => check.Name).Distinct());
        Assert.Contains("has the port, and says that it works", udp.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_master_key_than_the_databases_is_told()
    {
        await CommandHere.RunAsync("keys", "issue", "shop", "--Store:Directory", _folder);

        var (code, checks) = await LookAsync("--Store:MasterKey", Convert.ToBase64String(new byte[32]));

        Assert.Equal(1, code);
        Assert.Equal("ok", Assert.Single(checks, check => check.Name == "database").Status);
        var key = Assert.Single(checks, check => check.Name == "master key");
        Assert.Equal("fault", key.Status);
        Assert.Contains("Set the right Store:MasterKey", key.Text, StringComparison.Ordinal);
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
