using System.CommandLine;
using FaceAuth.Accuracy;
using FaceAuth.Accuracy.Data;
using FaceAuth.Accuracy.Examining;
using FaceAuth.Accuracy.Pad;
using FaceAuth.Accuracy.Reports;

namespace FaceAuth.Tools.Eval;

/// <summary><c>faceauth eval pad</c>: are prints, screens and masks told from people?</summary>
internal sealed class PadCommand : EvalVerb
{
    readonly Option<string> _live = new("--live")
    {
        Description = "Sessions of people: folders of pictures, or clips.",
        Required = true,
        HelpName = "DIR",
    };
    readonly Option<string> _attacks = new("--attacks")
    {
        Description = "Attacks: one folder a species, in it sessions.",
        Required = true,
        HelpName = "DIR",
    };
    readonly Option<double?> _fps = new("--fps")
    {
        Description = "Pictures a second in a folder, and taken from a clip (default 10 there).",
        HelpName = "NUMBER",
    };
    readonly Option<double> _clipFps = new("--clip-fps")
    {
        Description = "Without --fps: the numbers in the pictures' names are so many a second.",
        DefaultValueFactory = _ => 25,
        HelpName = "NUMBER",
    };
    readonly Option<double?> _seconds = new("--seconds")
    {
        Description = "Cut sessions into trials of this length, such as 10; default: whole sessions, each up to its decision.",
        HelpName = "NUMBER",
    };
    readonly Option<string> _policy = new("--policy")
    {
        Description = "Challenge policy; a recording answers no challenge.",
        DefaultValueFactory = _ => "passive",
        HelpName = "NAME",
    };
    readonly Option<bool> _pictures = new("--pictures-only") { Description = "Look at single pictures, play no sessions." };
    readonly Option<string?> _features = new("--features")
    {
        Description = "Write all evidence, one JSON object a line for each picture and trial.",
        HelpName = "FILE",
    };
    readonly Option<string> _set = new("--set")
    {
        Description = "Name of the set, for --features.",
        DefaultValueFactory = _ => "set",
        HelpName = "NAME",
    };
    readonly Option<string?> _subject = new("--subject")
    {
        Description = "Finds the subject in a session's name, for --features, such as client\\d+.",
        HelpName = "REGEX",
    };

    /// <summary>The verb.</summary>
    public static Command Create() => new PadCommand().Build();

    /// <inheritdoc/>
    protected override Command Describe()
    {
        PlayedSessions.Positive(_fps);
        PlayedSessions.Positive(_seconds);
        return new("pad", "Presentation attack detection in terms of ISO/IEC 30107-3: single pictures and whole sessions.")
        {
            _live, _attacks, _fps, _clipFps, _seconds, _policy, _pictures, _features, _set, _subject,
        };
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, EvalSettings settings, EvalConsole console, CancellationToken cancellation)
    {
        var clipFps = parsed.GetValue(_clipFps);
        if (!(clipFps > 0)) throw new EvalException("--clip-fps takes a number above 0.");
        PlayedSessions.RefuseUnknown(settings.Decision, parsed.GetValue(_policy)!);
        if (!parsed.GetValue(_pictures))
        {
            PlayedSessions.RefuseTooShort(
                settings.Decision, parsed.GetValue(_policy)!, parsed.GetValue(_seconds), parsed.GetValue(_fps) ?? 10);
        }

        var subject = PlayedSessions.Subject(parsed.GetValue(_subject));
        var sessions = new PadFolders(parsed.GetValue(_fps), clipFps).Read(parsed.GetValue(_live)!, parsed.GetValue(_attacks)!);
        var playing = new PadSettings
        {
            Configuration = settings.Configuration,
            Seconds = parsed.GetValue(_seconds),
            Policy = parsed.GetValue(_policy)!,
            ClipRate = parsed.GetValue(_fps) ?? 10,
            PlaysSessions = !parsed.GetValue(_pictures),
            KeepsEvidence = parsed.GetValue(_features) is not null,
        };
        var live = settings.Decision.Policy(playing.Policy)!.Live(settings.Decision.Live);
        var groups = GroupLabels.Read(settings.Labels).Of(sessions.Select(session => session.Name));
        using var examiners = FaceExaminers.Load(settings.Models, settings.Inference, settings.Decision, settings.Gate);
        var results = new PadRun(settings, playing, console).Run(examiners, sessions, clipFps, cancellation);
        var facts = EvalFacts.Of(settings, examiners, Said(sessions));
        Publish(new PadReport(sessions, results, playing, live, groups).Build(facts), settings, console);
        if (parsed.GetValue(_features) is { } file)
        {
            PadTrainingRows.Write(file, parsed.GetValue(_set)!, subject, sessions, results);
            console.Error.WriteLine($"Wrote {file}.");
        }

        return Measured(
            results.Any(result => result.Pictures.Any(picture => picture.Findings?.Live is not null)),
            "no picture passed the gate, so none was scored", console);
    }

    static string Said(IReadOnlyList<PadSession> sessions)
    {
        var attacks = sessions.Where(session => session.Species is not null).ToList();
        return $"{sessions.Count - attacks.Count} sessions of people, "
            + $"{attacks.Count} attacks of {attacks.Select(session => session.Species).Distinct().Count()} species";
    }
}
