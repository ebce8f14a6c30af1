using System.Globalization;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Summary;

/// <summary>What a page says of recognition: all together, and by group.</summary>
internal static class RecognitionSection
{
    /// <summary>The false match rate that every group shall keep: SP 800-63B-4 §3.2.3.1.</summary>
    public const double AskedFmr = 1e-4;

    /// <summary>Title of a run of <c>eval verify</c>.</summary>
    public const string Kind = "Verification";

    /// <summary>The tables.</summary>
    public static IEnumerable<EvalTable> Tables(IReadOnlyList<MeasuredRun> runs)
    {
        var own = runs.Where(run => run.Kind == Kind).ToList();
        if (own.Count == 0) yield break;
        yield return Overall([.. own.DistinctBy(run => run.Name)]);
        foreach (var run in own.Where(run => run.Figures["groups"] is not null)) yield return ByGroup(run);
    }

    static EvalTable Overall(List<MeasuredRun> runs)
    {
        List<IReadOnlyList<string>> rows = [];
        foreach (var run in runs)
        {
            var figures = run.Figures["inUse"]!;
            rows.Add(Row(run.Name, $"one picture, {Gate(run)}", figures["falseMatch"], figures["falseNonMatch"]));
            if (run.Figures["sessions"] is System.Text.Json.Nodes.JsonObject sessions)
            {
                rows.Add(Row(
                    run.Name, $"session of {sessions["pictures"]}, {sessions["templates"]} templates", sessions["falseMatch"],
                    sessions["falseNonMatch"]));
            }
        }

        var thresholds = runs.Select(run => (double)run.Figures["inUse"]!["threshold"]!).Distinct()
            .Select(threshold => threshold.ToString("0.###", CultureInfo.InvariantCulture));
        return new(
            $"Recognition at the threshold in use, {string.Join(" and ", thresholds)}",
            ["set", "compared", "FMR (95 %)", "errors", "FNMR (95 %)", "errors"], rows,
            "A session's pictures vote with their best template each, and the median counts, as in the pipeline. "
            + "\"Every face\" skips the gate that a session has, so its pictures are worse than a session's.");

        static IReadOnlyList<string> Row(
            string set, string what, System.Text.Json.Nodes.JsonNode? match, System.Text.Json.Nodes.JsonNode? nonMatch)
        {
            var (fmr, fnmr) = (MeasuredRun.Rate(match), MeasuredRun.Rate(nonMatch));
            return [set, what, EvalFigures.WithInterval(fmr), Counts(fmr), EvalFigures.WithInterval(fnmr), Counts(fnmr)];
        }
    }

    static EvalTable ByGroup(MeasuredRun run)
    {
        var groups = run.Figures["groups"]!.AsArray().Select(group => (
            Name: (string)group!["group"]!, Match: MeasuredRun.Rate(group["falseMatch"]),
            NonMatch: MeasuredRun.Rate(group["falseNonMatch"]))).ToList();
        var across = run.Figures["twoGroups"];
        var hasGenuine = groups.Any(group => group.NonMatch.Trials > 0);
        var worst = groups.Where(group => group.Match.Trials > 0).OrderByDescending(group => group.Match.Value)
            .ThenBy(group => group.Match.Trials).FirstOrDefault();
        var shown = groups.Count(group => Verdicts.Of(group.Match, AskedFmr) == Verdict.Met);
        return new(
            $"{run.Said}: false matches of strangers of one group, and of two",
            [
                "group", "FMR (95 %)", "errors", .. hasGenuine ? (string[])["FNMR (95 %)", "errors"] : [],
                $"FMR ≤ {EvalFigures.Rate(AskedFmr)}",
            ],
            [
                .. groups.Select(group => Row(group.Name, group.Match, group.NonMatch)),
                Row("two groups", MeasuredRun.Rate(across?["falseMatch"]), MeasuredRun.Rate(across?["falseNonMatch"])),
            ],
            $"{(worst.Name is null ? "" : $"Worst: {GroupText(worst.Name, worst.Match)}. ")}"
            + $"{EvalFigures.Rate(AskedFmr)} is shown for {shown} of {groups.Count} groups. "
            + "Pairs that share a picture are not independent: intervals are narrower than the truth."
            + (hasGenuine ? "" : " With these labels nobody has two pictures: FNMR by group is not measured."));

        IReadOnlyList<string> Row(string name, ErrorRate match, ErrorRate nonMatch) =>
        [
            name, EvalFigures.WithInterval(match), Counts(match),
            .. hasGenuine ? (string[])[EvalFigures.WithInterval(nonMatch), Counts(nonMatch)] : [],
            Verdicts.Say(Verdicts.Of(match, AskedFmr)),
        ];
    }

    /// <summary>"Indian women, 5.4e-5 (2 of 36 783)".</summary>
    public static string GroupText(string name, ErrorRate rate) => string.Create(
        CultureInfo.InvariantCulture, $"{name}, {(rate.Value is 0 ? "0" : $"{rate.Value:0.0e-0}")} ({EvalFigures.Counts(rate)})");

    static string Counts(ErrorRate rate) => rate.Trials == 0 ? "" : EvalFigures.Counts(rate);

    static string Gate(MeasuredRun run) => run.Fact("gate")?.StartsWith("open", StringComparison.Ordinal) == true
        ? "every face" : "past the gate";
}
