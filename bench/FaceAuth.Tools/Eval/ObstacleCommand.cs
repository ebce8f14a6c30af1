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

    /// <summary>The verb.</summary>
    public static Command Create() => new ObstacleCommand().Build();

    /// <inheritdoc/>
    protected override Command Describe() =>
        new("obstacle", "Covered faces noticed and plain ones flagged, by class and by what is named.") { _covered, _plain };

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, EvalSettings settings, EvalConsole console, CancellationToken cancellation)
    {
        string[] covered = parsed.GetValue(_covered) ?? [], plain = parsed.GetValue(_plain) ?? [];
        if (covered.Length + plain.Length == 0) throw new EvalException("Give --covered, --plain or both.");
        var folders = PictureFolders.Read(
        [
            .. covered.Select(path => (path, $"covered: {Name(path)}")), .. plain.Select(path => (path, $"plain: {Name(path)}")),
        ], null);
        var labels = GroupLabels.Read(settings.Labels).Of(folders.Pictures);
        using var examiners = FaceExaminers.Load(settings.Models, settings.Inference, settings.Decision, settings.Gate);
        var results = new PictureRun(settings, console).Run(examiners, "obstacle", folders.Pictures, cancellation);
        var classes = labels.Count == 0
            ? folders.Classes
            : [.. folders.Classes.Zip(labels, (own, group) => group is null ? own : $"{own}, {group}")];
        Publish(ObstacleReport.Build(classes, results, EvalFacts.Of(settings, examiners, folders.Said)), settings, console);
        return 0;

        static string Name(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
    }
}
