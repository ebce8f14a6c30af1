using System.Globalization;
using System.Text.Json.Nodes;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Runs;
using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Identify;

/// <summary>False positives and negatives of searching, against the gallery's size and by group.</summary>
internal static class IdentifyReport
{
    /// <summary>The report.</summary>
    public static EvalReport Build(
        IReadOnlyList<IdentifyTrial> trials, IReadOnlyList<PictureResult> results, IReadOnlyList<string?> groups, double at,
        IReadOnlyList<(string, string)> facts)
    {
        List<IReadOnlyList<string>> rows = [];
        JsonArray data = [];
        foreach (var trial in trials)
        {
            var (positive, negative) = (trial.FalsePositive(at), trial.FalseNegative(at));
            var first = new ErrorRate(trial.Mated.Count(probe => !probe.Right), trial.Mated.Count);
            rows.Add(
            [
                EvalFigures.Count(trial.Size), EvalFigures.WithInterval(positive), EvalFigures.Counts(positive),
                EvalFigures.WithInterval(negative), EvalFigures.Counts(negative), EvalFigures.WithInterval(first),
            ]);
            data.Add(new JsonObject
            {
                ["gallery"] = trial.Size,
                ["fpir"] = EvalFigures.Json(positive),
                ["fnir"] = EvalFigures.Json(negative),
                ["notFirst"] = EvalFigures.Json(first),
            });
        }

        JsonObject report = new() { ["acquisition"] = Acquisition.Json(results), ["threshold"] = at, ["sizes"] = data };
        List<EvalTable> byGroup = [];
        if (groups.Count > 0 && trials.Count > 0) byGroup.Add(Groups(trials[^1], groups, at, report));
        return new()
        {
            Title = "Identification",
            Facts = facts,
            Tables =
            [
                Acquisition.Table(results),
                new($"At the threshold in use, {at.ToString("0.###", CultureInfo.InvariantCulture)}",
                    ["enrolled", "FPIR (95 %)", "strangers", "FNIR (95 %)", "probes", "another comes first"], rows,
                    "FPIR: a stranger is taken for somebody; FNIR: an enrolled person is not found, or another is (ISO/IEC 19795-1). "
                    + "One picture decides; a session takes several."),
                .. byGroup,
            ],
            Data = report,
        };
    }

    static EvalTable Groups(IdentifyTrial trial, IReadOnlyList<string?> groups, double at, JsonObject report)
    {
        List<IReadOnlyList<string>> rows = [];
        JsonArray data = [];
        foreach (var group in groups.OfType<string>().Distinct().Order(StringComparer.Ordinal))
        {
            var own = trial.Of(picture => groups[picture] == group);
            var (positive, negative) = (own.FalsePositive(at), own.FalseNegative(at));
            rows.Add(
            [
                group, EvalFigures.WithInterval(positive), EvalFigures.Counts(positive), EvalFigures.WithInterval(negative),
                EvalFigures.Counts(negative),
            ]);
            data.Add(new JsonObject { ["group"] = group, ["fpir"] = EvalFigures.Json(positive), ["fnir"] = EvalFigures.Json(negative) });
        }

        report["groups"] = data;
        return new(
            $"By group of the probe, {EvalFigures.Count(trial.Size)} enrolled",
            ["group", "FPIR (95 %)", "strangers", "FNIR (95 %)", "probes"], rows,
            "All search the same gallery, whatever its people's groups.");
    }
}
