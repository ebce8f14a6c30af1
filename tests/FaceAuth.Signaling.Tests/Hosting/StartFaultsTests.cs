using FaceAuth.Signaling.Hosting;
using FaceAuth.Testing;
using Microsoft.Extensions.Configuration;

namespace FaceAuth.Signaling.Tests.Hosting;

/// <summary>What is wrong with the settings is told all at once; what does not exist is warned of.</summary>
public sealed class StartFaultsTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-settings-").FullName;

    [Fact]
    public async Task All_faults_of_all_sections_are_told_in_one_message()
    {
        var (code, output, error) = await CommandProcess.RunAsync(
            "serve", "--urls", "nonsense", "--Store:Directory", _folder, "--Signaling:MaxSessions", "0", "--Signaling:TimeLimit", "soon",
            "--Tokens:AccessLifetime", "00:00:00", "--Web:TrustedProxies:0", "proxy", "--Media:Ice:ConnectTimeout", "00:00:00",
            "--Pipeline:MaxRuns", "0", "--Log:KeepDays", "0", "--Telemetry:Endpoint", "collector");

        Assert.True(code == 1, $"It ended with {code} and said: {output}{error}");
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        string[] named =
        [
            "nonsense", "Signaling:TimeLimit", "AccessLifetime", "Web:TrustedProxies", "ConnectTimeout", "MaxRuns", "KeepDays",
            "Telemetry:Endpoint",
        ];
        Assert.All(named, name => Assert.Contains(name, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_that_are_not_there_are_told_with_the_rest()
    {
        var gone = Path.Combine(_folder, "gone");

        var (code, _, error) = await CommandProcess.RunAsync(
            "serve", "--urls", "https://127.0.0.1:0", "--Store:Directory", _folder, "--Operator:Key", "short", "--Signing:KeyFile", gone,
            "--Store:MasterKeyFile", gone, "--Models:Pack", "nosuch", "--Kestrel:Certificates:Default:Path", gone + ".pem");

        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(1, code);
        Assert.All(
            ["Operator:Key", "Signing:KeyFile", "Store:MasterKeyFile", "no model pack \"nosuch\"", "Kestrel:Certificates:Default:Path"],
            name => Assert.Contains(name, line, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task An_https_address_without_a_certificate_is_told_with_the_rest()
    {
        var (code, _, error) = await CommandProcess.RunAsync(
            "serve", "--urls", "https://127.0.0.1:0", "--Store:Directory", _folder, "--Operator:Key", "short");

        Assert.Equal(1, code);
        Assert.Contains("Operator:Key", error, StringComparison.Ordinal);
        Assert.Contains("there is no certificate for https://127.0.0.1:0", error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_server_warns_of_a_mistyped_variable_and_keeps_its_value_to_itself()
    {
        await using var server = await RunningServer.StartAsync(
            "Signaling__MaxSesions=7411", "Singaling__MaxSessions=7411", "OTHER__THING=1");

        Assert.Contains("There is no setting Signaling:MaxSesions, which stands in the environment", server.Log, StringComparison.Ordinal);
        Assert.Contains("There is no setting Singaling:MaxSessions", server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("7411", server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("OTHER", server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_names_in_a_file_are_found_with_the_file()
    {
        File.WriteAllText(Path.Combine(_folder, "settings.json"), """
            {
              "Signaling": { "MaxSession": 3, "MaxSessions": 3 }, "Limits": { "Most": 3 },
              "Urls": "http://localhost:1", "Kestrel": { "X": 1 }
            }
            """);
        var configuration = new ConfigurationBuilder().SetBasePath(_folder).AddJsonFile("settings.json").Build();

        var found = UnknownSettings.Find(configuration).ToList();

        Assert.Equal(
            [("Limits:Most", "settings.json"), ("Signaling:MaxSession", "settings.json")],
            found.Select(one => (one.Name, one.Source)).Order());
    }

    [Fact]
    public void The_host_s_own_file_names_nothing_unknown()
    {
        var configuration = new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json").Build();

        Assert.Empty(UnknownSettings.Find(configuration));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
