using System.CommandLine;
using System.Text.Json.Nodes;
using FaceAuth.Accuracy;
using FaceAuth.Accuracy.Data;
using FaceAuth.Accuracy.Examining;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Runs;
using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Tools.Eval;

/// <summary><c>faceauth eval obstacle</c>: are covered faces noticed, and plain ones let be?</summary>
internal sealed class ObstacleCommand : EvalVerb
{
    readonly Option<string[]> _covered = new("--covered") { Description = "Pictures of covered faces, a folder a class; may be given several times.", HelpName = "DIR" };
    readonly Option<string[]> _plain = new("--plain") { Description = "Pictures of plain faces; may be given several times.", HelpName = "DIR" };

    /// <summary>The verb.</summary>
    public static Command Create() => new ObstacleCommand().Build();

    /// <inheritdoc/>
    protected override Command Describe() => new("obstacle", "Covered faces noticed and plain ones flagged, by class and by what is named.") { _covered, _plain };

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, EvalSettings settings, EvalConsole console, CancellationToken cancellation)
    {
        string[] covered = parsed.GetValue(_covered) ?? [], plain = parsed.GetValue(_plain) ?? [];
        if (covered.Length + plain.Length == 0) throw new EvalException("Give --covered, --plain or both.");
        var folders = PictureFolders.Read([.. covered.Select(path => (path, $"covered: {Name(path)}")), .. plain.Select(path => (path, $"plain: {Name(path)}"))], null);
        var labels = Labels.Read(settings.Labels).Of(folders.Pictures);
        using var examiners = FaceExaminers.Load(settings.Models, settings.Inference, settings.Decision, settings.Gate);
        var results = new PictureRun(settings, console).Run(examiners, "obstacle", folders.Pictures, cancellation);
        var classes = labels.Count == 0 ? folders.Classes : [.. folders.Classes.Zip(labels, (own, group) => group is null ? own : $"{own}, {group}")];
        Publish(Build(classes, results, EvalFacts.Of(settings, examiners, folders.Said)), settings, console);
        return 0;

        static string Name(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
    }

    /// <summary>The report.</summary>
    internal static EvalReport Build(IReadOnlyList<string> classes, IReadOnlyList<PictureResult> results, IReadOnlyList<(string, string)> facts)
    {
        List<IReadOnlyList<string>> rows = [];
        JsonArray data = [];
        foreach (var own in classes.Zip(results).GroupBy(pair => pair.First, pair => pair.Second))
        {
            var one = own.Where(result => result.Findings is { Faces: 1 }).Select(result => result.Findings!).ToList();
            var flagged = new ErrorRate(one.Count(face => face.Cover != "None"), one.Count);
            var counted = new ErrorRate(one.Count(face => face.Flaw == "None"), own.Count());
            var named = one.Where(face => face.Cover != "None").GroupBy(face => face.Cover).OrderByDescending(cover => cover.Count()).ToList();
            rows.Add(
            [
                own.Key, Figures.Count(own.Count()), Figures.Count(one.Count), Figures.WithInterval(flagged), Figures.Counts(flagged),
                string.Join(", ", named.Select(cover => $"{cover.Key} {cover.Count()}")), Figures.Counts(counted),
            ]);
            data.Add(new JsonObject
            {
                ["class"] = own.Key,
                ["pictures"] = own.Count(),
                ["unreadable"] = own.Count(result => result.Findings is null),
                ["flagged"] = Figures.Json(flagged),
                ["counted"] = Figures.Json(counted),
                ["named"] = new JsonObject(named.Select(cover => KeyValuePair.Create(cover.Key, (JsonNode?)cover.Count()))),
            });
        }

        return new()
        {
            Title = "Covered faces",
            Facts = facts,
            Tables =
            [
                new("By class", ["class", "pictures", "with one face", "flagged, of these (95 %)", "counts", "named", "would count as evidence"], rows,
                    "A picture with no face or several is refused for that, so it is not among those that could be flagged."),
            ],
            Data = new() { ["classes"] = data },
        };
    }
}
