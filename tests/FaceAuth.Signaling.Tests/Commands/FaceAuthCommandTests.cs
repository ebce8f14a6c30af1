using System.Text.Json;
using FaceAuth.Signaling.Commands;

namespace FaceAuth.Signaling.Tests.Commands;

/// <summary>What the command takes for a verb, an argument and a setting.</summary>
public sealed class FaceAuthCommandTests
{
    string[]? _served;

    [Theory]
    [InlineData("\"extra\" is not understood. See faceauth models pull --help.", "models", "pull", "x", "extra")]
    [InlineData("\"extra\" is not understood. See faceauth models list --help.", "models", "list", "extra")]
    [InlineData("\"extra\" is not understood. See faceauth models verify --help.", "models", "verify", "x", "extra")]
    [InlineData("\"extra\" is not understood. See faceauth keys issue --help.", "keys", "issue", "shop", "extra")]
    [InlineData("\"extra\" is not understood. See faceauth keys revoke --help.", "keys", "revoke", "shop", "extra")]
    [InlineData(
        "\"--mirrors\" is not understood. See faceauth models pull --help.",
        "models", "pull", "x", "--mirrors", "http://localhost")]
    [InlineData("\"extra\" is not understood. See faceauth accounts add --help.", "accounts", "add", "ada", "extra")]
    [InlineData("\"extra\" is not understood. See faceauth version --help.", "version", "extra")]
    [InlineData("\"8080\" is not understood. See faceauth serve --help.", "serve", "8080")]
    [InlineData("\"servr\" is not understood. See faceauth --help.", "servr")]
    [InlineData("\"--port\" is not understood. See faceauth serve --help.", "--port", "8080")]
    [InlineData("\"--Stroe:Directory\" is not understood. See faceauth serve --help.", "--Stroe:Directory", "/x")]
    [InlineData(
        "There is no setting Accounts:Registraton: Accounts has Registration, PlaceWords. See faceauth serve --help.",
        "serve", "--Accounts:Registraton", "Closed")]
    [InlineData("There is no setting Media:Rtp:Jitter: Media:Rtp has ", "serve", "--Media:Rtp:Jitter=512")]
    [InlineData("There is no setting Web:CorsOrigins:x: Web:CorsOrigins is a list", "serve", "--Web:CorsOrigins:x", "https://a.example")]
    [InlineData(
        "There is no setting Signaling:MaxSessions:0: Signaling:MaxSessions is a single value.",
        "serve", "--Signaling:MaxSessions:0", "1")]
    [InlineData(
        "The setting Store:Directory lacks its value. See faceauth keys issue --help.",
        "keys", "issue", "shop", "--Store:Directory")]
    [InlineData("The setting Store:Directory lacks its value.", "serve", "--Store:Directory", "--urls", "http://localhost:1")]
    [InlineData("This takes no settings (--Section:Name). See faceauth version --help.", "version", "--Store:Directory", "/x")]
    [InlineData("'NAME' missing for command: 'issue'. See faceauth keys issue --help.", "keys", "issue", "--Store:Directory", "/x")]
    public async Task What_is_not_understood_is_named_and_nothing_is_done(string said, params string[] arguments)
    {
        var (code, output, error) = await RunAsync(arguments);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(said, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Null(_served);
    }

    [Fact]
    public async Task Settings_reach_the_server_in_either_form_with_and_without_the_verb()
    {
        await RunAsync("--urls", "http://localhost:1", "--Store:Directory=/a=b");
        var plain = _served;
        await RunAsync(
            "serve", "--Ice:Servers:0:Urls:0", "turn:turn.example.org", "--Logging:LogLevel:Default", "Debug", "--store:directory", "");

        Assert.Equal(["--urls=http://localhost:1", "--Store:Directory=/a=b"], plain!);
        Assert.Equal(["--Ice:Servers:0:Urls:0=turn:turn.example.org", "--Logging:LogLevel:Default=Debug", "--store:directory="], _served!);
    }

    [Fact]
    public void Every_setting_of_appsettings_is_known()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "appsettings.json")));

        var names = Leaves(file.RootElement, "").ToList();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.True(KnownSettings.IsMeant(name) && KnownSettings.FaultOf(name) is null, name));
    }

    static IEnumerable<string> Leaves(JsonElement element, string path) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().SelectMany(one => Leaves(one.Value, path.Length == 0 ? one.Name : $"{path}:{one.Name}")) : [path];

    async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await FaceAuthCommand.OfServer(settings =>
        {
            _served = settings;
            return Task.CompletedTask;
        }).RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
