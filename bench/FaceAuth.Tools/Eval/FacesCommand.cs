using System.CommandLine;
using FaceAuth.Accuracy;
using FaceAuth.Accuracy.Data;
using FaceAuth.Accuracy.Examining;
using FaceAuth.Accuracy.Faces;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Runs;

namespace FaceAuth.Tools.Eval;

/// <summary><c>faceauth eval faces</c>: are faces seen where there are some, and none where there are none?</summary>
internal sealed class FacesCommand : EvalVerb
{
    readonly Option<string[]> _negative = new("--negative")
    {
        Description = "Pictures without a human face; may be given several times.",
        HelpName = "DIR",
    };
    readonly Option<string[]> _positive = new("--positive")
    {
        Description = "Pictures with a face; may be given several times.",
        HelpName = "DIR",
    };
    readonly Option<string?> _take = new("--take")
    {
        Description = "Only pictures whose number, the last in their name, is even or odd.",
        HelpName = "even|odd",
    };
    readonly Option<string?> _list = new("--list")
    {
        Description = "Write the names of pictures judged wrongly to a file.",
        HelpName = "FILE",
    };

    /// <summary>The verb.</summary>
    public static Command Create() => new FacesCommand().Build();

    /// <inheritdoc/>
    protected override Command Describe()
    {
        _take.AcceptOnlyFromAmong("even", "odd");
        return new("faces", "False faces before and after they are confirmed, and faces missed.") { _negative, _positive, _take, _list };
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, EvalSettings settings, EvalConsole console, CancellationToken cancellation)
    {
        string[] negative = parsed.GetValue(_negative) ?? [], positive = parsed.GetValue(_positive) ?? [];
        if (negative.Length + positive.Length == 0) throw new EvalException("Give --negative, --positive or both.");
        var folders = PictureFolders.Read(
            [.. negative.Select(path => (path, "without")), .. positive.Select(path => (path, "with"))], parsed.GetValue(_take));
        var labels = GroupLabels.Read(settings.Labels);
        using var examiners = FaceExaminers.Load(settings.Models, settings.Inference, settings.Decision, settings.Gate);
        var results = new PictureRun(settings, console).Run(examiners, "faces", folders.Pictures, cancellation);
        var report = new FacesReport(folders, results, labels.Of(folders.Pictures), settings.Decision.Gate.Presence);
        Publish(report.Build(EvalFacts.Of(settings, examiners, folders.Said)), settings, console);
        if (parsed.GetValue(_list) is { } file)
        {
            ReportFiles.Write(file, string.Concat(Enumerable.Range(0, results.Count)
                .Where(i => results[i].Findings is { } found && found.IsConfirmed != (folders.Classes[i] == "with"))
                .Select(i => $"{folders.Classes[i]}\t{folders.Pictures[i].Name}\n")), console);
        }

        return Measured(results.Any(result => result.Findings is not null), "no picture could be read", console);
    }
}
