using System.Globalization;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Verify;

/// <summary>Puts a recogniser's measured threshold into a manifest, if the comparisons bear out what it promises.</summary>
/// <param name="manifest">The file.</param>
/// <param name="model">The recogniser's id.</param>
/// <param name="data">What was measured, without a path.</param>
internal sealed class ThresholdWriter(string manifest, string model, string data)
{
    /// <summary>Writes the lowest threshold at which nobody exceeds a false match rate; says what was done, or why nothing.</summary>
    /// <param name="scores">The comparisons, by group.</param>
    /// <param name="claim">The false match rate, overall and in every group.</param>
    /// <param name="isWritten">Whether it was written.</param>
    /// <exception cref="EvalException">The manifest cannot be written, or has no such threshold.</exception>
    public string Write(VerifyScores scores, double claim, out bool isWritten)
    {
        isWritten = false;
        if (WhyNot(scores, claim) is { } why) return $"No threshold is written: {why}";

        // rounded up, so that what is written is no laxer than what was measured
        var (rates, groups) = (scores.Rates, scores.Groups!);
        var threshold = Math.Ceiling(Math.Max(rates.ThresholdAt(claim), groups.ThresholdAt(claim)) * 1000) / 1000;
        var accept = 1 - rates.FalseNonMatch(threshold).Value;
        var from = string.Create(CultureInfo.InvariantCulture,
            $"False match rate {EvalFigures.Rate(claim)} in every group, {EvalFigures.Counts(rates.FalseMatch(threshold))} overall; "
            + $"true accept rate {EvalFigures.Percent(accept)} of {EvalFigures.Count(rates.Genuine.Count)}: "
            + $"{data}; faceauth eval, {DateTime.UtcNow:yyyy-MM-dd}.");
        var worst = GroupReport.Say(groups.WorstAt(threshold)!.Value);
        try
        {
            File.WriteAllBytes(manifest, ManifestEdit.Replace(File.ReadAllBytes(manifest), model, "accept", threshold, from, worst));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvalException($"The manifest {manifest} cannot be written ({e.Message}).", e);
        }

        isWritten = true;
        return string.Create(CultureInfo.InvariantCulture,
            $"{manifest}: {model} accepts at {threshold:0.###} from now on; worst group: {worst}. Restart the server to use it.");
    }

    static string? WhyNot(VerifyScores scores, double claim)
    {
        var (rates, needed) = (scores.Rates, EvalFigures.Count(BinomialInterval.TrialsToClaim(claim)));
        if (!rates.CanClaim(claim) || rates.Genuine.Count == 0)
        {
            return $"{EvalFigures.Count(rates.Impostor.Count)} impostor and "
                + $"{EvalFigures.Count(rates.Genuine.Count)} genuine comparisons are too few to claim a false match rate of "
                + $"{EvalFigures.Rate(claim)}, which takes {needed} impostors'. Bring more pictures, or claim less with --claim.";
        }

        if (scores.Groups is not { Within.Count: >= 2 } groups)
        {
            return "what holds for all together need not hold for anybody's own group. "
                + "Name each picture's group, at least two, with --labels.";
        }

        var few = groups.TooFewFor(claim);
        return few.Count == 0
            ? null
            : $"a false match rate of {EvalFigures.Rate(claim)} takes {needed} impostor comparisons in every group, and "
                + string.Join(", ", few.Take(3).Select(group => $"{group.Group} has {EvalFigures.Count(group.Impostors)}"))
                + (few.Count > 3 ? $", {few.Count - 3} more have too few" : "")
                + ". Bring more pictures of these, or claim less with --claim.";
    }
}
