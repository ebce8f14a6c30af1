using System.Text.RegularExpressions;
using FaceAuth.Interop.Tests.Running;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Testing;
using Microsoft.Extensions.Options;

namespace FaceAuth.Interop.Tests.Media;

/// <summary>A coturn with the settings that FaceAuth.Signaling's README gives.</summary>
public sealed partial class TurnRelayTests
{
    /// <summary>Where a relay must not lead: networks behind it, the machine itself, everybody at once.</summary>
    static readonly string[] Elsewhere =
        ["10.1.2.3", "172.16.9.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "127.0.0.1", "224.0.0.251"];

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_documented_relay_reaches_the_media_server_alone_and_gives_few_ports()
    {
        if (!File.Exists(OtherStackTests.Python)) throw SharedFiles.CannotRun($"{OtherStackTests.Python} is not installed.");
        var media = TurnServer.MachineAddress().ToString();
        await using var turn = await TurnServer.StartAsync(SettingsOf(await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "FaceAuth.Signaling", "docs", "turn.md"), TestContext.Current.CancellationToken), media));
        var options = new IceServerOptions { Servers = [new IceServer { Urls = [$"turn:{turn.Address}"], Secret = TurnServer.Secret }] };
        var given = new IceServers(Options.Create(options), TimeProvider.System).For(Guid.NewGuid(), TimeSpan.FromMinutes(2))[0];

        var (code, printed) = await ChildProcess.RunAsync(
            OtherStackTests.Python,
            [
                Path.Combine(Repository.Root, "tests", "FaceAuth.Interop.Tests", "Media", "Peers", "turn_client.py"), turn.Address,
                given.Username!, given.Credential!, media, .. Elsewhere,
            ],
            Patience);

        Assert.True(code == 0, printed);
        Assert.Equal(
            [$"granted {media}", .. Elsewhere.Select(peer => $"refused {peer} 403"), "refused tcp 442", "allocations 4 486"],
            printed.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The documented block for turnserver.conf as command line settings, with this machine as the media server.</summary>
    static string[] SettingsOf(string readme, string media)
    {
        var block = ConfigurationBlock().Match(readme).Groups[1].Value;
        return [.. block.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)
            .Select(line => "--" + line.Replace("MEDIA-ADDRESS", media, StringComparison.Ordinal))];
    }

    [GeneratedRegex("```conf\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ConfigurationBlock();
}
