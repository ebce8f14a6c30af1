using System.Globalization;
using System.Text.Json.Nodes;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Verify;

/// <summary>What a report says of groups: each one's rates, the worst, and what each would need.</summary>
internal static class GroupReport
{
    /// <summary>Rates of pairs of one group, and of two, at a threshold.</summary>
    public static EvalTable AtThreshold(GroupScores groups, double threshold)
    {
        List<IReadOnlyList<string>> rows = [.. groups.Within.Select(group => Row(group.Group, group.Rates))];
        rows.Add(Row("pairs of two groups", groups.Across));
        return new(
            $"By group, at the threshold in use, {threshold.ToString("0.###", CultureInfo.InvariantCulture)}; both pictures of the same group",
            ["group", "genuine", "FNMR", "impostor", "FMR"], rows,
            groups.WorstAt(threshold) is { } worst ? $"Worst: {Say(worst)}." : null);

        IReadOnlyList<string> Row(string name, VerificationRates rates) =>
        [
            name, EvalFigures.Count(rates.Genuine.Count), EvalFigures.WithInterval(rates.FalseNonMatch(threshold)),
            EvalFigures.Count(rates.Impostor.Count), EvalFigures.WithInterval(rates.FalseMatch(threshold)),
        ];
    }

    /// <summary>The threshold that each group needs for false match rates.</summary>
    public static EvalTable Needed(GroupScores groups, IReadOnlyList<double> targets)
    {
        List<IReadOnlyList<string>> rows = [.. groups.Within.Select(group => (IReadOnlyList<string>)
        [
            group.Group, .. targets.Select(target =>
                group.Rates.CanClaim(target) ? EvalFigures.Score(group.Rates.ThresholdAt(target)) : "too few"),
        ])];
        return new("Threshold that each group needs for a false match rate", ["group", .. targets.Select(EvalFigures.Rate)], rows,
            "\"Too few\": fewer impostor comparisons than three in the rate; nothing can be claimed for that group.");
    }

    /// <summary>"Indian women, 2.70e-3 (100 of 36 856)".</summary>
    public static string Say((string Group, ErrorRate Rate) worst) => string.Create(
        CultureInfo.InvariantCulture, $"{worst.Group}, {worst.Rate.Value:0.0e-0} ({EvalFigures.Counts(worst.Rate)})");

    /// <summary>Adds the same to figures for machines.</summary>
    public static void AddTo(JsonObject data, GroupScores groups, double threshold, IReadOnlyList<double> targets)
    {
        data["groups"] = new JsonArray([.. groups.Within.Select(group =>
        {
            var own = Rates(group.Rates);
            own["group"] = group.Group;
            own["needs"] = new JsonArray([.. targets.Where(group.Rates.CanClaim).Select(target =>
                new JsonObject { ["falseMatch"] = target, ["threshold"] = group.Rates.ThresholdAt(target) })]);
            return own;
        })]);
        data["twoGroups"] = Rates(groups.Across);
        if (groups.WorstAt(threshold) is { } worst) data["worstGroup"] = worst.Group;

        JsonObject Rates(VerificationRates rates) => new()
        {
            ["falseMatch"] = EvalFigures.Json(rates.FalseMatch(threshold)),
            ["falseNonMatch"] = EvalFigures.Json(rates.FalseNonMatch(threshold)),
        };
    }
}
