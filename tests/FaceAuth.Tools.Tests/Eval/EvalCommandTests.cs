using System.Text.Json.Nodes;
using FaceAuth.Testing;

namespace FaceAuth.Tools.Tests.Eval;

/// <summary>The verbs as they are typed, on real photos with real models.</summary>
public sealed class EvalCommandTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-eval-").FullName;
    readonly StringWriter _output = new();
    readonly StringWriter _error = new();

    [Fact]
    public async Task Portraits_are_compared_all_with_all_and_told_apart()
    {
        var code = await RunAsync(
            "verify", "--identities", SharedFiles.Data("verify/us_gov"), "--people", People("biden", "obama"), "--json", At("r.json"),
            "--html", At("r.html"));

        var figures = JsonNode.Parse(File.ReadAllText(At("r.json")))!["figures"]!;
        Assert.Equal("", _error.ToString().Replace($"Wrote {At("r.json")}.\nWrote {At("r.html")}.\n", "", StringComparison.Ordinal));
        Assert.Equal(0, code);
        Assert.True((int)figures["genuine"]! > 0 && (int)figures["impostor"]! > 0);
        Assert.Equal(0, (int)figures["inUse"]!["falseMatch"]!["errors"]!);
        Assert.Equal(0, (int)figures["inUse"]!["falseNonMatch"]!["errors"]!);
        Assert.Contains("too few trials to claim 1e-5", _output.ToString(), StringComparison.Ordinal);
        Assert.All(new[] { _output.ToString(), File.ReadAllText(At("r.json")), File.ReadAllText(At("r.html")) }, report =>
        {
            Assert.DoesNotContain("obama", report, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(SharedFiles.Data(""), report, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_run_goes_on_where_its_journal_ends_and_finds_the_same()
    {
        string[] run = ["faces", "--positive", SharedFiles.Data("verify/us_gov/biden"), "--resume", At("journal")];
        Assert.Equal(0, await RunAsync(run));
        var (first, journal) = (_output.ToString(), File.ReadAllLines(At("journal")));
        File.WriteAllLines(At("journal"), journal[..^1]);
        _output.GetStringBuilder().Clear();

        var again = await RunAsync(run);
        var other = await RunAsync([.. run, "--pack", "insightface"]);

        Assert.Equal((0, 2), (again, other));
        Assert.Equal(first, _output.ToString());
        Assert.Equal(journal.Order(StringComparer.Ordinal), File.ReadAllLines(At("journal")).Order(StringComparer.Ordinal));
        Assert.Contains(
            $"{journal.Length - 2} of {journal.Length - 1} pictures are in the journal", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("journal of other models", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_cannot_be_read_is_named_and_counted()
    {
        Directory.CreateDirectory(At("mixed"));
        File.Copy(SharedFiles.DataFiles("verify/us_gov/biden")[0], At("mixed/good.jpg"));
        File.WriteAllText(At("mixed/bad.jpg"), "this is no picture");

        var code = await RunAsync("faces", "--positive", At("mixed"), "--json", At("r.json"));

        Assert.Equal(0, code);
        Assert.StartsWith("bad.jpg: ffmpeg makes nothing of", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, (int)JsonNode.Parse(File.ReadAllText(At("r.json")))!["figures"]!["unreadable"]!);
    }

    [Fact]
    public async Task Where_nothing_could_be_measured_no_figure_stands_and_the_exit_code_says_so()
    {
        foreach (var person in new[] { "a", "b" })
        {
            Directory.CreateDirectory(At($"people/{person}"));
            File.WriteAllText(At($"people/{person}/bad.jpg"), "this is no picture");
        }

        int[] codes =
        [
            await RunAsync("verify", "--identities", At("people")), await RunAsync("faces", "--positive", At("people")),
            await RunAsync("obstacle", "--plain", At("people")),
            await RunAsync("pad", "--live", At("people"), "--attacks", At("people"), "--fps", "5", "--pictures-only"),
        ];

        Assert.Equal([2, 2, 2, 2], codes);
        Assert.Contains("Nothing was measured: no two pictures could be compared.", _error.ToString(), StringComparison.Ordinal);
        Assert.Matches("EER +– +– +–", _output.ToString());
    }

    [Fact]
    public async Task Covers_judged_wrongly_are_listed()
    {
        Directory.CreateDirectory(At("bare"));
        File.Copy(SharedFiles.DataFiles("verify/us_gov/biden")[0], At("bare/one.jpg"));

        var code = await RunAsync("obstacle", "--covered", At("bare"), "--list", At("wrong.txt"));

        Assert.Equal(0, code);
        Assert.Equal("covered: bare\tone.jpg\tNone\n", File.ReadAllText(At("wrong.txt")));
    }

    [Fact]
    public async Task Too_few_trials_write_no_threshold()
    {
        var manifest = At("manifest.json");
        // with what it names beside it
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "models")))
            File.Copy(file, At(Path.GetFileName(file)));
        var before = File.ReadAllText(manifest);
        string[] run =
        [
            "verify", "--identities", SharedFiles.Data("verify/us_gov"), "--people", People("biden", "obama", "bush", "trump", "johnson"),
            "--manifest", manifest, "--write-thresholds",
        ];
        File.WriteAllText(At("labels.csv"), "biden,one\ntrump,one\nbush,one\nobama,two\njohnson,two\n");

        var refused = await RunAsync(run);
        var unlabelled = await RunAsync([.. run, "--claim", "0.6"]);
        var untouched = File.ReadAllText(manifest);
        var written = await RunAsync([.. run, "--claim", "0.6", "--data-name", "portraits", "--labels", At("labels.csv")]);

        Assert.Equal((1, 1, before), (refused, unlabelled, untouched));
        Assert.Contains("which takes 30 000", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("what holds for all together need not hold for anybody's own group", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal((0, ""), (written, written == 0 ? "" : _error.ToString()));
        Assert.Contains("\"worstGroup\": \"", File.ReadAllText(manifest), StringComparison.Ordinal);
        Assert.Contains("portraits", File.ReadAllText(manifest), StringComparison.Ordinal);
        Assert.Equal(3, before.Split('\n').Zip(File.ReadAllText(manifest).Split('\n')).Count(pair => pair.First != pair.Second));
    }

    [Fact]
    public async Task The_blinks_of_real_clips_are_found()
    {
        Directory.CreateSymbolicLink(At("video"), SharedFiles.Data("video"));
        File.WriteAllText(At("blinks.csv"), "clip,first,last\nvideo/single_face.mp4,26,28\nvideo/no_face.mp4,,\n");

        var code = await RunAsync("blink", "--clips", At("blinks.csv"), "--json", At("r.json"));

        var figures = JsonNode.Parse(File.ReadAllText(At("r.json")))!["figures"]!;
        Assert.Equal(0, code);
        Assert.Equal((0, 1, 0), ((int)figures["missed"]!["errors"]!, (int)figures["missed"]!["trials"]!, (int)figures["false"]!));
    }

    [Fact]
    public async Task Every_threshold_says_where_it_comes_from()
    {
        Assert.Equal(0, await RunAsync("thresholds", "--json", At("r.json")));

        var thresholds = JsonNode.Parse(File.ReadAllText(At("r.json")))!["figures"]!["thresholds"]!.AsArray();
        Assert.Contains(thresholds, threshold => (string?)threshold!["name"] == "verify");
        Assert.All(thresholds, threshold => Assert.NotEqual("", (string?)threshold!["from"]));
    }

    [Fact]
    public async Task The_evidence_for_training_says_how_a_face_moved_since_half_a_second_before()
    {
        foreach (var kind in new[] { "live/a", "attacks/print/b" })
        {
            Directory.CreateDirectory(At(kind));
            foreach (var number in new[] { 0, 13, 26 })
                File.Copy(SharedFiles.Data("misc/single_face.jpg"), At($"{kind}/frame_{number:000}.jpg"));
        }

        var code = await RunAsync(
            "pad", "--live", At("live"), "--attacks", At("attacks"), "--set", "test", "--subject", "[ab]$", "--features", At("rows.jsonl"),
            "--pictures-only");

        Assert.Equal((0, ""), (code, code == 0 ? "" : _error.ToString()));
        var rows = File.ReadLines(At("rows.jsonl")).Select(line => JsonNode.Parse(line)!)
            .Where(row => (string?)row["kind"] == "picture").ToArray();
        Assert.Equal([0, 0.52, 1.04, 0, 0.52, 1.04], rows.Select(row => (double)row["time"]!));
        Assert.All(rows, row => Assert.Equal((double)row["time"]! > 0, row["evidence"]!["change"] is not null));
        // a picture is still
        Assert.All(
            rows.Where(row => (double)row["time"]! > 0), row => Assert.InRange((double)row["evidence"]!["change"]!["sway"]!, 0, 0.0005));
    }

    [Theory]
    [InlineData("There is no folder", "faces", "--negative", "/nowhere")]
    [InlineData("Give --negative", "faces")]
    [InlineData("Give either --pairs", "verify")]
    [InlineData("needs --images", "verify", "--pairs", "x")]
    [InlineData("is not understood", "verify", "--identites", "/x")]
    [InlineData("is too short to measure anything", "pad", "--live", "a", "--attacks", "b", "--seconds", "3")]
    [InlineData("no policy", "pad", "--live", "a", "--attacks", "b", "--policy", "lax")]
    public async Task What_cannot_be_done_is_said_in_one_line(string said, params string[] arguments)
    {
        var code = await RunAsync(arguments);

        Assert.Equal(2, code);
        Assert.Contains(
            said, Assert.Single(_error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_models_are_named_with_what_to_do()
    {
        Directory.CreateDirectory(At("empty"));
        var picture = At("empty/a.jpg");
        File.WriteAllBytes(picture, []);

        var code = await FaceAuthCommandRun(["eval", "faces", "--negative", At("empty"), "--models", At("empty")]);

        Assert.Equal(2, code);
        Assert.Contains("yunet", _error.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string At(string name) => Path.Combine(_folder, name);

    string People(params string[] names)
    {
        File.WriteAllLines(At("people.txt"), names);
        return At("people.txt");
    }

    Task<int> RunAsync(params string[] arguments)
    {
        Require.Program("ffmpeg", "ffmpeg");
        return FaceAuthCommandRun(["eval", .. arguments, "--models", SharedFiles.RequireModels()]);
    }

    Task<int> FaceAuthCommandRun(string[] arguments) =>
        ToolsProgram.Tools.RunAsync(arguments, _output, _error);
}
