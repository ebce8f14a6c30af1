using System.Globalization;
using FaceAuth.Accuracy.Reports;

namespace FaceAuth.Accuracy.Summary;

/// <summary>What a page says of covers, blinks, and where honest people are lost.</summary>
internal static class HonestSection
{
    /// <summary>Title of a run of <c>eval obstacle</c>.</summary>
    public const string Covers = "Covered faces";

    /// <summary>Title of a run of <c>eval blink</c>.</summary>
    public const string Blinks = "Blinks";

    /// <summary>Title of a run of <c>eval funnel</c>.</summary>
    public const string Funnel = "Where honest people are lost";

    /// <summary>The tables.</summary>
    public static IEnumerable<EvalTable> Tables(IReadOnlyList<MeasuredRun> runs)
    {
        List<IReadOnlyList<string>> covers = [.. Of(runs, Covers)
            .SelectMany(run => run.Figures["classes"]!.AsArray().Select(one => (IReadOnlyList<string>)
            [
                run.Name, (string)one!["class"]!, EvalFigures.WithInterval(MeasuredRun.Rate(one["flagged"])),
                EvalFigures.Counts(MeasuredRun.Rate(one["flagged"])),
            ]))];
        if (covers.Count > 0) yield return new("Covered faces", ["set", "class", "flagged (95 %)", "counts"], covers);
        List<IReadOnlyList<string>> blinks = [.. Of(runs, Blinks).Select(run => (IReadOnlyList<string>)
        [
            run.Name, EvalFigures.WithInterval(MeasuredRun.Rate(run.Figures["missed"])),
            EvalFigures.Counts(MeasuredRun.Rate(run.Figures["missed"])), string.Create(CultureInfo.InvariantCulture,
                $"{(double)run.Figures["falsePerMinute"]!:0.00} a minute, {run.Figures["false"]} in {(double)run.Figures["seconds"]!:0} s"),
        ])];
        if (blinks.Count > 0) yield return new("Blinks", ["set", "missed (95 %)", "counts", "false"], blinks);
        List<IReadOnlyList<string>> people = [.. Of(runs, Funnel)
            .SelectMany(run => run.Figures["sets"]!.AsArray().Select(one => (IReadOnlyList<string>)
            [
                run.Name, (string)one!["set"]!, EvalFigures.WithInterval(MeasuredRun.Rate(one["pictures"])),
                EvalFigures.WithInterval(MeasuredRun.Rate(one["peopleWithoutPicture"])), Gates(one), Endings(one),
            ]))];
        if (people.Count > 0)
        {
            yield return new(
                "Where honest people are lost",
                ["set", "part", "pictures that count (95 %)", "people without one (95 %)", "lost at", "endings"], people,
                IsText: true);
        }
    }

    static IEnumerable<MeasuredRun> Of(IReadOnlyList<MeasuredRun> runs, string kind) => runs.Where(run => run.Kind == kind);

    static string Gates(System.Text.Json.Nodes.JsonNode set) => string.Join(", ", set["gates"]!.AsArray()
        .OrderByDescending(gate => (int)gate!["lost"]!).Take(3).Select(gate => $"{gate!["gate"]} {gate["lost"]}"));

    static string Endings(System.Text.Json.Nodes.JsonNode set) => string.Join(", ", set["endings"]!.AsObject()
        .OrderByDescending(ending => (int)ending.Value!).Take(3).Select(ending => $"{ending.Key} {ending.Value}"));
}
