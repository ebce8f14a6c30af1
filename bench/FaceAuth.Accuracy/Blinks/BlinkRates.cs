using System.Globalization;
using System.Text.Json.Nodes;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Blinks;

/// <summary>How well the blinks of some clips were found.</summary>
/// <param name="Missed">Annotated blinks not found, of all.</param>
/// <param name="Wrong">Blinks found where none is annotated.</param>
/// <param name="Seconds">Length of the clips.</param>
/// <param name="Unreadable">Clips that could not be read; they count nowhere.</param>
internal sealed record BlinkRates(ErrorRate Missed, int Wrong, double Seconds, int Unreadable)
{
    /// <summary>False blinks a minute.</summary>
    public double PerMinute => Seconds > 0 ? Wrong / (Seconds / 60) : 0;

    /// <summary>The same for people.</summary>
    public string SaidPerMinute => string.Create(CultureInfo.InvariantCulture, $"{PerMinute:0.00} a minute");

    /// <summary>What it is counted from, for people.</summary>
    public string SaidWrong => string.Create(CultureInfo.InvariantCulture, $"{Wrong} in {Seconds:0} s");

    /// <summary>Counts clips and what was found in them.</summary>
    public static BlinkRates Of(IReadOnlyList<BlinkClip> clips, IReadOnlyList<BlinkResult> results)
    {
        var (hit, missed, wrong, seconds) = (0, 0, 0, 0.0);
        for (var i = 0; i < clips.Count; i++)
        {
            if (results[i].Fault is not null) continue;
            var match = clips[i].Match([.. results[i].Found.Select(blink => (blink.From, blink.To))], results[i].Fps);
            (hit, missed, wrong, seconds) = (hit + match.Hit, missed + match.Missed, wrong + match.False, seconds + results[i].Seconds);
        }

        return new(new(missed, hit + missed), wrong, seconds, results.Count(result => result.Fault is not null));
    }

    /// <summary>As JSON.</summary>
    public JsonObject Json() => new()
    {
        ["missed"] = EvalFigures.Json(Missed),
        ["false"] = Wrong,
        ["seconds"] = Seconds,
        ["falsePerMinute"] = PerMinute,
        ["unreadable"] = Unreadable,
    };
}
