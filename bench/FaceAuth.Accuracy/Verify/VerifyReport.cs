using System.Globalization;
using System.Text.Json.Nodes;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Runs;
using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Verify;

/// <summary>Turns comparisons into a report.</summary>
/// <param name="scores">The comparisons.</param>
/// <param name="results">What came of each picture.</param>
/// <param name="inUse">The threshold that verifying uses now.</param>
/// <param name="targets">False match rates to report at, falling.</param>
internal sealed class VerifyReport(VerifyScores scores, IReadOnlyList<PictureResult> results, double inUse, IReadOnlyList<double> targets)
{
    const string Dependent =
        "Intervals are exact (Clopper–Pearson, 95 %) for independent trials. "
        + "Comparisons that share pictures or people are not independent: "
        + "with all against all the intervals are narrower than the truth.";

    readonly VerificationRates _rates = scores.Rates;

    /// <summary>The report.</summary>
    public EvalReport Build(string title, IReadOnlyList<(string, string)> facts)
    {
        List<EvalTable> tables = [Acquisition.Table(results), AtTargets(), InUse()];
        if (scores.Folds is { } folds) tables.Add(Accuracy(folds));
        if (scores.Sessions is { } sessions) tables.Add(sessions.Table(inUse));
        if (scores.Groups is { } groups) tables.AddRange([GroupReport.AtThreshold(groups, inUse), GroupReport.Needed(groups, targets)]);
        return new()
        {
            Title = title,
            Facts = facts,
            Tables = tables,
            Curves =
            [
                new(
                    "Detection error trade-off", "false match rate", "false non-match rate", _rates.Curve(),
                    1.0 / Math.Max(1, _rates.Impostor.Count)),
            ],
            Notes = [Dependent],
            Data = Json(),
        };
    }

    EvalTable AtTargets()
    {
        List<IReadOnlyList<string>> rows = [];
        foreach (var target in targets)
        {
            var threshold = _rates.ThresholdAt(target);
            rows.Add(
            [
                EvalFigures.Rate(target), EvalFigures.Score(threshold),
                EvalFigures.WithInterval(_rates.FalseNonMatch(threshold), complement: true),
                EvalFigures.WithInterval(_rates.FalseNonMatch(threshold)), EvalFigures.WithInterval(_rates.FalseMatch(threshold)),
                Claim(target),
            ]);
        }

        var equal = _rates.EqualError();
        rows.Add(!_rates.HasBoth
            ? ["EER", "–", "", "–", "–", "it takes comparisons of both kinds"]
            :
            [
                "EER", EvalFigures.Score(equal.Threshold), "", EvalFigures.Percent(equal.FalseNonMatch),
                EvalFigures.Percent(equal.FalseMatch), "",
            ]);
        var (genuine, impostor) = (EvalFigures.Count(_rates.Genuine.Count), EvalFigures.Count(_rates.Impostor.Count));
        return new($"Matching: {genuine} genuine, {impostor} impostor comparisons",
            ["FMR asked", "threshold", "true accept rate", "FNMR", "FMR", ""], rows);
    }

    EvalTable InUse()
    {
        var (match, nonMatch) = (_rates.FalseMatch(inUse), _rates.FalseNonMatch(inUse));
        var reject = nonMatch + new ErrorRate(scores.MissedGenuine, scores.MissedGenuine);
        var accept = match + new ErrorRate(0, scores.MissedImpostor);
        return new($"At the threshold in use, {inUse.ToString("0.###", CultureInfo.InvariantCulture)}", ["", "rate (95 %)", "errors"],
        [
            ["false match", EvalFigures.WithInterval(match), EvalFigures.Counts(match)],
            ["false non-match", EvalFigures.WithInterval(nonMatch), EvalFigures.Counts(nonMatch)],
            ["false accept, with failures to acquire", EvalFigures.WithInterval(accept), EvalFigures.Counts(accept)],
            ["false reject, with failures to acquire", EvalFigures.WithInterval(reject), EvalFigures.Counts(reject)],
        ]);
    }

    static EvalTable Accuracy(FoldAccuracy folds)
    {
        List<IReadOnlyList<string>> rows = [];
        for (var i = 0; i < folds.Folds.Count; i++)
            rows.Add([$"{i + 1}", EvalFigures.Percent(folds.Folds[i].Accuracy), EvalFigures.Score(folds.Folds[i].Threshold)]);
        rows.Add(["mean", $"{EvalFigures.Percent(folds.Mean)} ± {EvalFigures.Percent(folds.StandardError)}", ""]);
        return new("Accuracy: each fold with the threshold that is best on the others", ["fold", "accuracy", "threshold"], rows,
            "A comparison that a failure to acquire prevented counts as \"not the same person\". ± is the standard error of the mean.");
    }

    string Claim(double rate) => _rates.CanClaim(rate)
        ? "" : $"too few trials to claim {EvalFigures.Rate(rate)}: it takes {EvalFigures.Count(BinomialInterval.TrialsToClaim(rate))}";

    JsonObject Json()
    {
        var equal = _rates.EqualError();
        JsonObject data = new()
        {
            ["acquisition"] = Acquisition.Json(results),
            ["genuine"] = _rates.Genuine.Count,
            ["impostor"] = _rates.Impostor.Count,
            ["missedGenuine"] = scores.MissedGenuine,
            ["missedImpostor"] = scores.MissedImpostor,
            ["atFmr"] = new JsonArray([.. targets.Select(At)]),
            ["equalError"] = _rates.HasBoth
                ? new JsonObject { ["threshold"] = equal.Threshold, ["rate"] = (equal.FalseMatch + equal.FalseNonMatch) / 2 } : null,
            ["inUse"] = new JsonObject
            {
                ["threshold"] = inUse,
                ["falseMatch"] = EvalFigures.Json(_rates.FalseMatch(inUse)),
                ["falseNonMatch"] = EvalFigures.Json(_rates.FalseNonMatch(inUse)),
            },
        };
        // what the console's what-if slider reads: threshold, false match rate, false non-match rate
        if (_rates.HasBoth)
            data["curve"] = new JsonArray([.. _rates.Curve().Select(point => new JsonArray(
                Math.Round(point.Threshold, 6), point.FalseMatch, point.FalseNonMatch))]);
        if (scores.Folds is { } folds)
        {
            data["accuracy"] = new JsonObject
            {
                ["mean"] = folds.Mean,
                ["standardError"] = folds.StandardError,
                ["folds"] = new JsonArray(
                    [.. folds.Folds.Select(fold => new JsonObject { ["accuracy"] = fold.Accuracy, ["threshold"] = fold.Threshold })]),
            };
        }

        if (scores.Sessions is { } sessions) data["sessions"] = sessions.Json(inUse);
        if (scores.Groups is { } groups) GroupReport.AddTo(data, groups, inUse, targets);
        return data;
    }

    JsonObject At(double target)
    {
        var threshold = _rates.ThresholdAt(target);
        return new()
        {
            ["asked"] = target,
            ["threshold"] = threshold,
            ["falseMatch"] = EvalFigures.Json(_rates.FalseMatch(threshold)),
            ["falseNonMatch"] = EvalFigures.Json(_rates.FalseNonMatch(threshold)),
            ["trueAcceptRate"] = 1 - _rates.FalseNonMatch(threshold).Value,
            ["enoughTrials"] = _rates.CanClaim(target),
        };
    }
}
