using System.Text.Json.Nodes;
using FaceAuth.Testing;

namespace FaceAuth.Tools.Tests.Eval;

/// <summary><c>faceauth eval funnel</c> as it is typed, on rendered people with the starter pack.</summary>
public sealed class FunnelCommandTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-funnel-").FullName;
    readonly StringWriter _output = new();
    readonly StringWriter _error = new();

    [Fact]
    public async Task Every_picture_and_session_is_counted_where_it_was_lost()
    {
        Take("good", "anton_enrol", "bert");
        Take("bad", "anton_masked", "two_people");

        var code = await RunAsync(At("good"), At("bad"), "--json", At("r.json"), "--list", At("lost.txt"), "--fps", "10");

        Assert.Equal((0, ""), (code, code == 0 ? "" : _error.ToString()));
        var (good, bad) = (Set(0), Set(1));
        Assert.Equal(("good", "bad"), ((string?)good["set"], (string?)bad["set"]));
        Assert.Equal((int)good["pictures"]!["trials"]!, (int)good["pictures"]!["errors"]!);
        Assert.Equal((2, 2), ((int)good["sessions"]!["errors"]!, (int)good["sessions"]!["trials"]!));
        Assert.Equal((0, 2), ((int)bad["sessions"]!["errors"]!, (int)bad["sessions"]!["trials"]!));
        Assert.Equal(2, (int)bad["peopleWithoutPicture"]!["errors"]!);
        Assert.Equal(["several faces", "covered"], bad["gates"]!.AsArray().Select(gate => Covered((string)gate!["gate"]!)));
        Assert.Equal((int)bad["pictures"]!["trials"]!, bad["gates"]!.AsArray().Sum(gate => (int)gate!["lost"]!));
        Assert.Equal(2, (int)bad["endings"]!["recording ended"]!);   // of 6 s
        var list = File.ReadAllLines(At("lost.txt"));
        Assert.Equal((int)bad["pictures"]!["trials"]! + 2, list.Length);
        Assert.Single(list, line => line.StartsWith("bad\tbad/two_people.mp4#0\tseveral faces\t", StringComparison.Ordinal));
        Assert.DoesNotContain(_folder, _output.ToString(), StringComparison.Ordinal);

        JsonNode Set(int which) => JsonNode.Parse(File.ReadAllText(At("r.json")))!["figures"]!["sets"]![which]!;
        static string Covered(string gate) => gate.Contains("covered", StringComparison.Ordinal) || gate == "mask" ? "covered" : gate;
    }

    [Fact]
    public async Task The_worst_pictures_are_on_sheets_that_only_their_owner_may_read()
    {
        Take("bad", "two_people");

        var code = await RunAsync(At("bad"), "--sheet", At("sheets"), "--fps", "2", "--pictures-only");
        var again = await RunAsync(At("bad"), "--sheet", At("sheets"), "--fps", "2", "--pictures-only");

        Assert.Equal((0, 2), (code, again));
        Assert.Contains("nothing is overwritten", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(["index.html", "several-faces.jpg"], Directory.GetFiles(At("sheets")).Select(Path.GetFileName).Order());
        Assert.Contains("bad/two_people.mp4#", File.ReadAllText(At("sheets/index.html")), StringComparison.Ordinal);
        using var sheet = Clips.Still(At("sheets/several-faces.jpg"));
        Assert.True(sheet.Width > 2 * 240 && sheet.Height > 180, $"{sheet.Width} × {sheet.Height}");
        Assert.Contains(sheet.Y.ToArray(), luma => luma > 120);
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(At("sheets")).UnixFileMode);
        Assert.All(
            new DirectoryInfo(At("sheets")).GetFiles(),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode));
    }

    [Fact]
    public async Task Single_pictures_are_a_person_each_or_whose_their_name_says()
    {
        Require.Program("ffmpeg", "ffmpeg");
        Directory.CreateDirectory(At("set"));
        foreach (var name in new[] { "anna_1", "anna_2", "bert_1" })
            File.Copy(SharedFiles.Data("misc/single_face.jpg"), At($"set/{name}.jpg"));

        Assert.Equal(0, await RunAsync(At("set")));
        var each = _output.ToString();
        _output.GetStringBuilder().Clear();
        Assert.Equal(0, await RunAsync(At("set"), "--subject", "anna|bert"));

        Assert.Contains("of 3", each, StringComparison.Ordinal);
        Assert.Contains("of 2", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_picture_can_be_read_nothing_is_measured()
    {
        Directory.CreateDirectory(At("set/anna"));
        File.WriteAllText(At("set/anna/1.jpg"), "this is no picture");

        Assert.Equal(2, await RunAsync(At("set")));
        Assert.Contains("Nothing was measured: no picture could be read.", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Give a folder for each set")]
    [InlineData("There is no folder", "/nowhere")]
    [InlineData("There is no session in", ".")]
    [InlineData("have the same name", "a/set", "b/set")]
    [InlineData("no policy", "a", "--policy", "lax")]
    [InlineData("is too short to measure anything", "a", "--seconds", "3")]
    [InlineData("--subject is no regular expression", "a", "--subject", "(")]
    [InlineData("--fps takes a number above 0", "a", "--fps", "0")]
    public async Task What_cannot_be_done_is_said_in_one_line(string said, params string[] arguments)
    {
        var code = await RunAsync([.. arguments.Select(argument => argument == "." ? _folder : argument)]);

        Assert.Equal(2, code);
        Assert.Contains(
            said, Assert.Single(_error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string At(string name) => Path.Combine(_folder, name);

    void Take(string set, params string[] clips)
    {
        Directory.CreateDirectory(At(set));
        foreach (var clip in clips) File.Copy(Path.Combine(AppContext.BaseDirectory, "clips", clip + ".mp4"), At($"{set}/{clip}.mp4"));
    }

    Task<int> RunAsync(params string[] arguments)
    {
        Require.Program("ffmpeg", "ffmpeg");
        return ToolsProgram.Tools.RunAsync(["eval", "funnel", .. arguments, "--pack", "starter"], _output, _error);
    }
}
