using System.Text.Json.Nodes;
using FaceAuth.Testing;

namespace FaceAuth.Tools.Tests.Eval;

/// <summary><c>faceauth eval report</c> as it is typed, on real photos with real models.</summary>
public sealed class ReportCommandTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-report-test-").FullName;
    readonly StringWriter _output = new();
    readonly StringWriter _error = new();

    [Fact]
    public async Task Sets_are_measured_onto_one_page_that_can_be_composed_again_without_measuring()
    {
        var people = SharedFiles.Data("verify/us_gov");
        File.WriteAllText(At("sex.csv"), "biden,men\nobama,men\ntrump,men\n");
        File.WriteAllLines(At("people.txt"), ["biden", "obama", "trump"]);
        File.WriteAllText(At("sets.json"), $$"""
            { "sets": [
              {
                "name": "portraits", "kind": "people", "path": "{{people}}", "people": "people.txt", "sessions": "1,1",
                "labels": { "sex": "sex.csv" }
              },
              { "name": "nothing", "kind": "people", "path": "nowhere" }
            ] }
            """);
        Require.Program("ffmpeg", "ffmpeg");

        var code = await RunAsync(
            "--sets", At("sets.json"), "--json", At("r.json"), "--html", At("r.html"), "--models", SharedFiles.RequireModels());
        var console = _output.ToString();
        var again = await RunAsync("--from", At("r.json"), "--json", At("again.json"));

        Assert.Equal((1, 0), (code, again));   // a set failed, and the page says which
        Assert.Contains("Not measured: nothing.", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("portraits, by sex", console, StringComparison.Ordinal);
        Assert.Contains("session of 1, 1 templates", console, StringComparison.Ordinal);
        var (first, second) = (Figures("r.json"), Figures("again.json"));
        Assert.Equal(first["requirements"]!.ToJsonString(), second["requirements"]!.ToJsonString());
        Assert.Equal(2, first["runs"]!.AsArray().Count);   // and the thresholds
        Assert.All(new[] { console, File.ReadAllText(At("r.json")), File.ReadAllText(At("r.html")) }, page =>
        {
            Assert.DoesNotContain("obama", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(_folder, page, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("Give --sets", "")]
    [InlineData("cannot be read", "--sets nowhere.json")]
    [InlineData("cannot be read", "--from nowhere.json")]
    [InlineData("leave --labels and --resume out", "--sets a --resume b")]
    public async Task What_cannot_be_done_is_said_in_one_line(string said, string arguments)
    {
        var code = await RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, ""), (code, _output.ToString()));
        Assert.Contains(
            said, Assert.Single(_error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_that_has_no_place_on_the_page_is_named()
    {
        File.WriteAllText(At("faces.json"), """{ "title": "Faces", "facts": {}, "figures": {} }""");
        File.WriteAllText(At("other.json"), "[]");

        int[] codes = [await RunAsync("--from", At("faces.json")), await RunAsync("--from", At("other.json"))];

        Assert.Equal([2, 2], codes);
        Assert.Contains("faces is a report \"Faces\"; the page has no place for it", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("is no report", _error.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string At(string name) => Path.Combine(_folder, name);

    JsonNode Figures(string name) => JsonNode.Parse(File.ReadAllText(At(name)))!["figures"]!;

    Task<int> RunAsync(params string[] arguments) => ToolsProgram.Tools.RunAsync(["eval", "report", .. arguments], _output, _error);
}
