using System.CommandLine;
using System.Globalization;
using FaceAuth.Accuracy;
using FaceAuth.Accuracy.Data;
using FaceAuth.Accuracy.Examining;
using FaceAuth.Accuracy.Funnel;
using FaceAuth.Accuracy.Pad;
using FaceAuth.Accuracy.Pictures;
using FaceAuth.Accuracy.Reports;

namespace FaceAuth.Tools.Eval;

/// <summary><c>faceauth eval funnel</c>: where are honest people's pictures and sessions lost?</summary>
internal sealed class FunnelCommand : EvalVerb
{
    readonly Argument<string[]> _sets = new("PATH")
    {
        Description = "Sets of honest people: a folder each, in it a folder of pictures or a clip a session; or single pictures.",
        Arity = ArgumentArity.ZeroOrMore,
    };
    readonly Option<double?> _fps = new("--fps")
    {
        Description = "Pictures a second in a folder, and taken from a clip (default 15 there).",
        HelpName = "NUMBER",
    };
    readonly Option<double?> _clipFps = new("--clip-fps")
    {
        Description = "Without --fps: the numbers in the pictures' names are so many a second.",
        DefaultValueFactory = _ => 25,
        HelpName = "NUMBER",
    };
    readonly Option<double?> _seconds = new("--seconds")
    {
        Description = "Cut sessions into sessions of this length.",
        DefaultValueFactory = _ => 10,
        HelpName = "NUMBER",
    };
    readonly Option<string> _policy = new("--policy")
    {
        Description = "Challenge policy; a recording answers no challenge.",
        DefaultValueFactory = _ => "passive",
        HelpName = "NAME",
    };
    readonly Option<bool> _pictures = new("--pictures-only") { Description = "Look at single pictures, play no sessions." };
    readonly Option<string?> _subject = new("--subject")
    {
        Description = "Finds the person in a session's name, such as client\\d+; default: a person each.",
        HelpName = "REGEX",
    };
    readonly Option<string?> _list = new("--list")
    {
        Description = "Write which pictures were lost, where, their value and the limit to a file.",
        HelpName = "FILE",
    };
    readonly Option<string?> _sheet = new("--sheet")
    {
        Description = "Write the worst pictures of each gate as sheets into a new folder. They show faces: only you may read it.",
        HelpName = "DIR",
    };

    /// <summary>The verb.</summary>
    public static Command Create() => new FunnelCommand().Build();

    /// <inheritdoc/>
    protected override Command Describe()
    {
        foreach (var option in (Option<double?>[])[_fps, _clipFps, _seconds]) PlayedSessions.Positive(option);
        return new("funnel", "Where honest people's pictures and sessions are lost, gate by gate.")
        {
            _sets, _fps, _clipFps, _seconds, _policy, _pictures, _subject, _list, _sheet,
        };
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, EvalSettings settings, EvalConsole console, CancellationToken cancellation)
    {
        var playing = new PadSettings
        {
            Configuration = settings.Configuration,
            Seconds = parsed.GetValue(_seconds),
            Policy = parsed.GetValue(_policy)!,
            ClipRate = parsed.GetValue(_fps) ?? 15,
            PlaysSessions = !parsed.GetValue(_pictures),
            KeepsEvidence = false,
        };
        PlayedSessions.RefuseUnknown(settings.Decision, playing.Policy);
        if (playing.PlaysSessions)
            PlayedSessions.RefuseTooShort(settings.Decision, playing.Policy, playing.Seconds, playing.ClipRate);
        var subject = PlayedSessions.Subject(parsed.GetValue(_subject));
        var clipFps = parsed.GetValue(_clipFps) ?? 25;
        var sessions = FunnelFolders.Read(
            parsed.GetValue(_sets) ?? [], new PadFolders(parsed.GetValue(_fps), clipFps), GroupLabels.Read(settings.Labels));
        var sheets = parsed.GetValue(_sheet) is { } folder ? new ContactSheets(folder) : null;
        sheets?.Prepare();
        using var examiners = FaceExaminers.Load(settings.Models, settings.Inference, settings.Decision, settings.Gate);
        var results = new FunnelRun(settings, playing, console).Run(examiners, sessions, clipFps, cancellation);
        var sets = FunnelSet.Of(sessions, results, subject);
        Publish(new FunnelReport(sets, playing).Build(EvalFacts.Of(settings, examiners, Said(sets))), settings, console);
        if (parsed.GetValue(_list) is { } file) ReportFiles.Write(file, FunnelList.Write(sessions, results), console);
        if (sheets is not null)
        {
            using var reader = new PictureReader(settings.MaxSide);
            var written = sheets.Write(sessions, results, subject, new SessionFrames(reader, playing.ClipRate));
            console.Error.WriteLine(written == 0
                ? "No picture was lost: the page holds no sheet." : $"Wrote {parsed.GetValue(_sheet)}: open index.html.");
        }

        return Measured(sets.Any(set => set.Pictures.Count > 0), "no picture could be read", console);
    }

    static string Said(IReadOnlyList<FunnelSet> sets) => string.Create(CultureInfo.InvariantCulture,
        $"{sets.Sum(set => set.Pictures.Count)} pictures and {sets.Sum(set => set.Trials.Count)} sessions of honest people, {sets.Count} sets");
}
