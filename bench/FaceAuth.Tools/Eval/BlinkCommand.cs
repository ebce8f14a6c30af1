using System.CommandLine;
using System.Globalization;
using FaceAuth.Accuracy;
using FaceAuth.Accuracy.Blinks;
using FaceAuth.Accuracy.Data;
using FaceAuth.Accuracy.Examining;
using FaceAuth.Accuracy.Reports;

namespace FaceAuth.Tools.Eval;

/// <summary><c>faceauth eval blink</c>: are blinks seen, and none where there are none?</summary>
internal sealed class BlinkCommand : EvalVerb
{
    readonly Option<string> _clips = new("--clips")
    {
        Description = "Annotated blinks: lines of clip,first,last with the frames whose eyes are closed; clip,, for none.",
        Required = true,
        HelpName = "FILE",
    };

    readonly Option<double?> _fps = new("--fps")
    {
        Description = "Frames a second of all clips; default: as each clip says of itself.",
        HelpName = "NUMBER",
    };
    readonly Option<int> _every = new("--every")
    {
        Description = "Look at every so many frames only, as a slower camera.",
        DefaultValueFactory = _ => 1,
        HelpName = "NUMBER",
    };

    /// <summary>The verb.</summary>
    public static Command Create() => new BlinkCommand().Build();

    /// <inheritdoc/>
    protected override Command Describe()
    {
        Within(_every, 1, 30);
        return new("blink", "Blinks found in clips against annotated ones.") { _clips, _fps, _every };
    }

    /// <inheritdoc/>
    protected override int Run(ParseResult parsed, EvalSettings settings, EvalConsole console, CancellationToken cancellation)
    {
        var (fps, every) = (parsed.GetValue(_fps), parsed.GetValue(_every));
        if (fps is { } rate && !(rate > 0)) throw new EvalException("--fps takes a number above 0.");
        var clips = BlinkClip.Read(parsed.GetValue(_clips)!);
        var groups = GroupLabels.Read(settings.Labels).Of(clips.Select(clip => clip.Name));
        using var examiners = FaceExaminers.Load(settings.Models, settings.Inference, settings.Decision, settings.Gate);
        var results = new BlinkRun(settings, console).Run(examiners, clips, fps, every, cancellation);
        var said = string.Create(CultureInfo.InvariantCulture,
            $"{clips.Count} clips, {clips.Sum(clip => clip.Blinks.Count)} annotated blinks, "
            + $"{Rates(results.Select(result => result.Fps / every))} pictures a second");
        var facts = EvalFacts.Of(settings, examiners, said);
        foreach (var place in BlinkReport.Places(clips, results)) console.Error.WriteLine(place);
        Publish(BlinkReport.Build(clips, results, groups, facts), settings, console);
        return Measured(results.Any(result => result.Fault is null), "no clip could be read", console);
    }

    static string Rates(IEnumerable<double> rates)
    {
        var all = rates.Select(rate => Math.Round(rate, 1)).Distinct().Order().ToList();
        var range = all.Count == 1 ? [all[0]] : new[] { all[0], all[^1] };
        return string.Join(" to ", range.Select(rate => rate.ToString("0.#", CultureInfo.InvariantCulture)));
    }
}
