using FaceAuth.Testing;
using YamlDotNet.Serialization;

namespace FaceAuth.Tools.Tests.Deploy;

/// <summary>The compose files, as docker-compose reads them.</summary>
public sealed class ComposeTests : IDisposable
{
    static readonly string[] Bounds =
    [
        "--allowed-peer-ip=10.", "--denied-peer-ip=0.", "--denied-peer-ip=::", "--no-multicast-peers", "--no-tcp-relay", "--user-quota",
        "--total-quota", "--stale-nonce",
    ];

    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-compose-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("compose.yaml")]
    [InlineData("compose.min.yaml")]
    public async Task Docker_compose_takes_it_with_what_deploy_env_writes(string file)
    {
        var environment = await WriteEnvironmentAsync();

        var (code, output) = await ComposeAsync(file, environment);

        Assert.True(code == 0, output);
        Assert.DoesNotContain("WARNING", output, StringComparison.Ordinal);
        Assert.Contains("192.0.2.7", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_secrets_it_is_said_how_to_make_them()
    {
        var environment = Path.Combine(_folder, "empty");
        await File.WriteAllTextAsync(environment, "");

        var (code, output) = await ComposeAsync("compose.yaml", environment);

        Assert.NotEqual(0, code);
        Assert.Contains("run deploy/env", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_are_each_their_own_for_their_owner_alone_and_never_overwritten()
    {
        var environment = await WriteEnvironmentAsync();

        var (code, output) = await Checkout.RunAsync(1, Path.Combine(_folder, "env"), "192.0.2.8");

        // the address in its two spellings is no secret
        var values = File.ReadLines(environment).Where(line => line.Contains('=') && !line.StartsWith('#'))
            .Where(line => !line.StartsWith("PUBLIC_HOST", StringComparison.Ordinal)).Select(line => line.Split('=', 2)[1]).ToList();
        var (_, mode) = await Checkout.RunAsync(1, "stat", "-c", "%a", environment);
        Assert.Equal(values.Count, values.Distinct().Count());
        Assert.All(values, value => Assert.NotEqual("", value));
        Assert.Equal("600", mode.Trim());
        Assert.Equal((1, true), (code, output.Contains("is there already", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Coturn_starts_with_the_bounds_that_compose_sets()
    {
        var bounds = Checkout.Read("deploy/compose.yaml").Split('\n').Select(line => line.Trim())
            .Where(line => line.StartsWith("- --", StringComparison.Ordinal)).Select(line => line[2..])
            .Where(option => Bounds.Any(bound => option.StartsWith(bound, StringComparison.Ordinal))).ToArray();

        await using var relay = await TurnServer.StartAsync(bounds);

        Assert.Equal(Bounds.Length, bounds.Length);
    }

    [Fact]
    public async Task The_relays_secret_stands_in_a_file_of_its_own_and_on_no_command_line()
    {
        var compose = new DeserializerBuilder().Build().Deserialize<dynamic>(Checkout.Read("deploy/compose.yaml"));
        var relay = (Dictionary<object, object>)compose["services"]["coturn"];
        var line = ((List<object>)relay["entrypoint"]).Concat((List<object>)relay["command"])
            .Select(word => $"{word}".Replace("$$", "$", StringComparison.Ordinal).Replace("/run/turn", _folder, StringComparison.Ordinal));
        var program = Path.Combine(_folder, "turnserver");
        await File.WriteAllTextAsync(program, "#!/bin/sh\necho \"$*\"; env; stat -c %a \"$2\"; sed s/secret=/is/ \"$2\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var (code, output) = await Checkout.RunAsync(
            1, "env", ["-i", $"PATH={_folder}:/usr/bin:/bin", "TURN_SECRET=hunter2", .. line]);

        Assert.Equal(0, code);
        Assert.StartsWith($"-c {_folder}/turnserver.conf --listening-port=3478 ", output, StringComparison.Ordinal);
        Assert.EndsWith("600\nstatic-auth-ishunter2\n", output, StringComparison.Ordinal);
        Assert.Equal(output.IndexOf("hunter2", StringComparison.Ordinal), output.LastIndexOf("hunter2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8::7", "[2001:db8::7]")]
    public async Task An_address_is_spelt_as_each_that_reads_it_wants_it(string address, string host)
    {
        var lines = await File.ReadAllLinesAsync(await WriteEnvironmentAsync(address));

        Assert.Contains($"PUBLIC_ADDRESS={address}", lines);
        Assert.Contains($"PUBLIC_HOST={host}", lines);
    }

    [Theory]
    [InlineData("face.example.org")]
    [InlineData("2001:db8:::7")]
    [InlineData("[2001:db8::7]")]
    [InlineData("203.0.113.7:7000")]
    public async Task What_is_no_address_is_refused_with_one_that_is(string address)
    {
        File.Copy(Checkout.PathOf("deploy/env"), Path.Combine(_folder, "env"));

        var (code, output) = await Checkout.RunAsync(1, Path.Combine(_folder, "env"), address);

        Assert.Equal(1, code);
        Assert.Contains($"{address} is no address. Name the one", output, StringComparison.Ordinal);
    }

    async Task<string> WriteEnvironmentAsync(string address = "192.0.2.7")
    {
        Require.Program("openssl", "openssl");
        foreach (var file in (string[])["env", ".env.example"]) File.Copy(Checkout.PathOf($"deploy/{file}"), Path.Combine(_folder, file));
        var (code, output) = await Checkout.RunAsync(1, Path.Combine(_folder, "env"), address);
        Assert.True(code == 0, output);
        return Path.Combine(_folder, ".env");
    }

    static Task<(int Code, string Output)> ComposeAsync(string file, string environment)
    {
        Require.Program("docker-compose", "docker-compose");
        return Checkout.RunAsync(2, "docker-compose", "--env-file", environment, "-f", Checkout.PathOf($"deploy/{file}"), "config");
    }
}
