using System.Text.Json;
using FaceAuth.Interop.Tests.Running;
using FaceAuth.Testing;

namespace FaceAuth.Interop.Tests;

/// <summary><c>eval inject</c> as it is typed, small, against the real server.</summary>
[Collection("flows")]
public sealed class InjectTests(FlowServer flow, ITestOutputHelper output)
{
    [Fact]
    public async Task A_client_that_says_to_be_a_browser_is_told_and_one_that_does_not_is_not()
    {
        var file = Path.Combine(flow.Server.Folder, "inject.json");
        var (code, printed) = await ChildProcess.RunAsync(
            "dotnet",
            [
                Repository.Tools, "eval", "inject", SharedFiles.Data("video/single_face.mp4"), "--server",
                flow.Server.Address.ToString(), "--sessions", "1", "--methods", "simulate", "simulate-as-chrome", "--json", file,
            ],
            TimeSpan.FromMinutes(4), new Dictionary<string, string> { ["FACEAUTH_API_KEY"] = flow.Server.ApiKey });

        output.WriteLine(printed);
        Assert.Equal(0, code);
        var figures = JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("figures");
        Assert.Equal(1, Count(figures, "simulate", "unknown"));
        Assert.Equal(1, Count(figures, "simulate-as-chrome", "raised"));
    }

    static int Count(JsonElement figures, string method, string state) =>
        figures.GetProperty(method).GetProperty("signals").GetProperty("client_identity").GetProperty(state).GetInt32();
}
