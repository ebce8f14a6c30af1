using System.Globalization;
using System.Text.Json.Nodes;
using FaceAuth.Accuracy.Reports;

namespace FaceAuth.Accuracy.Summary;

/// <summary>Composes one page of what verbs of <c>eval</c> measured. Measures nothing itself.</summary>
internal static class SummaryReport
{
    /// <summary>Title of a run of <c>eval thresholds</c>.</summary>
    public const string Thresholds = "Thresholds in use";

    static readonly string[] Places =
    [
        RecognitionSection.Kind, PadSection.Kind, HonestSection.Covers, HonestSection.Blinks, HonestSection.Funnel, Thresholds,
    ];

    /// <summary>The page.</summary>
    /// <param name="runs">What was measured, in the order in which it shall stand.</param>
    /// <param name="failed">Names of sets of which nothing could be measured.</param>
    /// <exception cref="EvalException">A run is of a verb that the page has no place for.</exception>
    public static EvalReport Build(IReadOnlyList<MeasuredRun> runs, IReadOnlyList<string> failed)
    {
        if (runs.FirstOrDefault(run => !Places.Contains(run.Kind)) is { } strange)
            throw new EvalException($"{strange.Name} is a report \"{strange.Kind}\"; the page has no place for it.");
        GroupRate[] groups = [.. runs.SelectMany(GroupRate.Of)];
        var requirements = Requirements.Of(runs, groups);
        List<EvalTable> tables = [Requirements.Table(requirements), .. RecognitionSection.Tables(runs)];
        if (groups.Length > 0) tables.Add(Alike(groups));
        tables.AddRange([.. PadSection.Tables(runs), .. HonestSection.Tables(runs)]);
        if (runs.FirstOrDefault(run => run.Kind == Thresholds) is { } thresholds) tables.Add(InUse(thresholds));
        return new()
        {
            Title = MeasuredRun.PageTitle,
            Facts = Facts(runs),
            Tables = tables,
            Notes = [.. Notes(runs, failed)],
            Data = new()
            {
                ["requirements"] = new JsonArray([.. requirements.Select(row => new JsonObject
                {
                    ["section"] = row.Section, ["asks"] = row.Asked, ["measured"] = row.Measured, ["is"] = Verdicts.Say(row.Verdict),
                })]),
                ["groups"] = new JsonArray([.. groups.Select(Json)]),
                ["riapar"] = new JsonArray(
                    [.. runs.Where(run => run.Kind == PadSection.Kind).DistinctBy(run => run.Name).SelectMany(Riapar)]),
                ["notMeasured"] = new JsonArray([.. failed.Select(name => (JsonNode)name)]),
                ["runs"] = new JsonArray([.. runs.Select(run => run.Json())]),
            },
        };
    }

    static EvalTable Alike(GroupRate[] groups) => new(
        "Groups beside all: is any more than 25 % worse? (SP 800-63A-4 §3.11)",
        ["set", "rate", "group", "its own (95 %)", "of all", "times", "is"],
        [.. groups.Where(group => group.Rate.Trials > 0).Select(group => (IReadOnlyList<string>)
        [
            group.Set, group.Measure, group.Group, $"{EvalFigures.WithInterval(group.Rate)}, {EvalFigures.Counts(group.Rate)}",
            EvalFigures.Percent(group.All.Value), group.Times?.ToString("0.00", CultureInfo.InvariantCulture) ?? "–",
            Verdicts.Say(group.Verdict),
        ])],
        "All: everybody who was compared, strangers of two groups too. Strangers of one group are more alike than those of two, so most "
        + "groups have more false matches than all together.");

    static EvalTable InUse(MeasuredRun run) => new(
        Thresholds, ["threshold", "value", "from"],
        [.. run.Figures["thresholds"]!.AsArray().Select(one => (IReadOnlyList<string>)
        [
            (string)one!["name"]!, ((double)one["value"]!).ToString("0.####", CultureInfo.InvariantCulture),
            (string?)one["from"] + ((string?)one["worstGroup"] is { } worst ? $" Worst group: {worst}." : ""),
        ])], IsText: true);

    static List<(string, string)> Facts(IReadOnlyList<MeasuredRun> runs) =>
    [
        ("composed", $"{DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} with faceauth {EvalFacts.Version}"),
        .. Each("measured", runs), .. Each("pack", runs),
        .. runs.Where(run => run.Fact("data") is not null).GroupBy(run => run.Name)
            .Select(set => (set.Key, string.Join("; ", set.Select(run => run.Fact("data")).Distinct()))),
        .. runs.Select(run => run.Figures["inUse"]?["threshold"]).Where(threshold => threshold is not null)
            .Select(threshold => ((double)threshold!).ToString("0.###", CultureInfo.InvariantCulture)).Distinct()
            .Select(threshold => ("verifies from", threshold)),
        .. runs.Where(run => run.Kind == PadSection.Kind).Select(run => run.Figures["trials"]?["threshold"])
            .Where(threshold => threshold is not null)
            .Select(threshold => ((double)threshold!).ToString("0.###", CultureInfo.InvariantCulture)).Distinct()
           .Select(threshold => ("live from", threshold)),
    ];

    static IEnumerable<(string, string)> Each(string fact, IReadOnlyList<MeasuredRun> runs) =>
        runs.Select(run => run.Fact(fact)).OfType<string>().Distinct().Select(value => (fact, value));

    static IEnumerable<string> Notes(IReadOnlyList<MeasuredRun> runs, IReadOnlyList<string> failed)
    {
        if (failed.Count > 0) yield return $"Nothing could be measured of: {string.Join(", ", failed)}.";
        yield return "Intervals are exact (Clopper–Pearson, 95 %) for independent trials. Pictures and pairs of one person are not: then "
            + "they are narrower than the truth.";
        if (runs.Select(run => run.Fact("pack")).OfType<string>().Distinct().Count() > 1)
            yield return "The runs were made with different models: their figures are of different programs.";
        foreach (var (kind, what) in ((string, string)[])
            [(RecognitionSection.Kind, "recognition"), (PadSection.Kind, "attacks"), (HonestSection.Covers, "covered faces"),
                (HonestSection.Blinks, "blinks"), (HonestSection.Funnel, "where honest people are lost")])
        {
            if (runs.All(run => run.Kind != kind)) yield return $"Not measured: {what}.";
        }
    }

    static JsonObject Json(GroupRate group) => new()
    {
        ["set"] = group.Set,
        ["measure"] = group.Measure,
        ["group"] = group.Group,
        ["rate"] = EvalFigures.Json(group.Rate),
        ["all"] = EvalFigures.Json(group.All),
        ["times"] = group.Times,
        ["is"] = Verdicts.Say(group.Verdict),
    };

    static IEnumerable<JsonNode> Riapar(MeasuredRun run) => (run.Figures["anyMoment"]?["rates"] is { } rates)
        ? rates["species"]!.AsArray().Select(species => (JsonNode)new JsonObject
        {
            ["set"] = run.Name,
            ["species"] = (string?)species!["species"],
            ["anyMoment"] = PadSection.Riapar(PadSection.Passed(species), PadSection.Refused(rates)),
        })
        : [];
}
