using System.CommandLine;
using FaceAuth.Accuracy;
using FaceAuth.Accuracy.Data;
using FaceAuth.Accuracy.Examining;
using FaceAuth.Accuracy.Obstacles;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Runs;

namespace FaceAuth.Tools.Eval;

/// <summary><c>faceauth eval obstacle</c>: are covered faces noticed, and plain ones let be?</summary>
internal sealed class ObstacleCommand : EvalVerb
{
    const string Covered = "covered: ";

    readonly Option<string[]> _covered = new("--covered")
    {
        Description = "Pictures of covered faces, a folder a class; may be given several times.",
        HelpName = "DIR",
    };
    readonly Option<string[]> _plain = new("--plain")
    {
        Description = "Pictures of plain faces; may be given several times.",
        HelpName = "DIR",
    };

    readonly Option<string?> _list = new("--list")
    {
        Description = "Write the names of pictures judged wrongly to a file.",
        HelpName = "FILE",
    };

    /// <summary>The verb.</summary>
    public static Command Create() => new ObstacleCommand().Build();

    /// <inheritdoc/>
    protected override Command Describe() =>
        new("obstacle", "Covered faces noticed and plain ones flagged, by class and by what is named.") { _covered, _plain, _list };

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, EvalSettings settings, EvalConsole console, CancellationToken cancellation)
    {
        string[] covered = parsed.GetValue(_covered) ?? [], plain = parsed.GetValue(_plain) ?? [];
        if (covered.Length + plain.Length == 0) throw new EvalException("Give --covered, --plain or both.");
        var folders = PictureFolders.Read(
        [
            .. covered.Select(path => (path, $"{Covered}{Name(path)}")), .. plain.Select(path => (path, $"plain: {Name(path)}")),
        ], null);
        var labels = GroupLabels.Read(settings.Labels).Of(folders.Pictures);
        using var examiners = FaceExaminers.Load(settings.Models, settings.Inference, settings.Decision, settings.Gate);
        var results = new PictureRun(settings, console).Run(examiners, "obstacle", folders.Pictures, cancellation);
        var classes = labels.Count == 0
            ? folders.Classes
            : [.. folders.Classes.Zip(labels, (own, group) => group is null ? own : $"{own}, {group}")];
        Publish(ObstacleReport.Build(classes, results, EvalFacts.Of(settings, examiners, folders.Said)), settings, console);
        if (parsed.GetValue(_list) is { } file)
        {
            ReportFiles.Write(file, string.Concat(Enumerable.Range(0, results.Count)
                .Where(i => results[i].Findings is { Faces: 1 } face
                    && (face.Cover == "None") == folders.Classes[i].StartsWith(Covered, StringComparison.Ordinal))
                .Select(i => $"{folders.Classes[i]}\t{folders.Pictures[i].Name}\t{results[i].Findings!.Cover}\n")), console);
        }

        return Measured(results.Any(result => result.Findings is { Faces: 1 }), "no picture shows one face", console);

        static string Name(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
    }
}
