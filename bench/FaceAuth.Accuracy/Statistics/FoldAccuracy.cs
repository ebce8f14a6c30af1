namespace FaceAuth.Accuracy.Statistics;

/// <summary>
/// Accuracy over folds as LFW's protocol has it (http://vis-www.cs.umass.edu/lfw): each fold is judged with the threshold
/// that is best on all the others.
/// </summary>
/// <param name="Folds">Accuracy and threshold of each fold, in order.</param>
internal sealed record FoldAccuracy(IReadOnlyList<(double Accuracy, double Threshold)> Folds)
{
    /// <summary>Mean accuracy, 0–1.</summary>
    public double Mean => Folds.Average(fold => fold.Accuracy);

    /// <summary>Standard error of the mean.</summary>
    public double StandardError => Folds.Count < 2
        ? 0 : Math.Sqrt(Folds.Sum(fold => Math.Pow(fold.Accuracy - Mean, 2)) / (Folds.Count - 1) / Folds.Count);

    /// <summary>Judges comparisons, each with its fold; null with fewer than two folds.</summary>
    /// <param name="trials">
    /// Fold, whether it is one person, score; −1 for a comparison that could not be made, which so never matches.
    /// </param>
    public static FoldAccuracy? Of(IReadOnlyCollection<(int Fold, bool Same, float Score)> trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        var folds = trials.Select(trial => trial.Fold).Distinct().Order().ToList();
        if (folds.Count < 2) return null;
        return new([.. folds.Select(fold =>
        {
            var threshold = BestThreshold([.. trials.Where(trial => trial.Fold != fold).Select(trial => (trial.Same, trial.Score))]);
            var held = trials.Where(trial => trial.Fold == fold).ToList();
            return (held.Count(trial => trial.Score >= threshold == trial.Same) / (double)held.Count, threshold);
        })]);
    }

    /// <summary>The threshold with the fewest errors, in the middle between two scores.</summary>
    static double BestThreshold(List<(bool Same, float Score)> trials)
    {
        trials.Sort((a, b) => b.Score.CompareTo(a.Score));
        var right = trials.Count(trial => !trial.Same);
        var (best, threshold) = (right, 1.0);
        for (var i = 0; i < trials.Count; i++)
        {
            right += trials[i].Same ? 1 : -1;
            var next = i + 1 < trials.Count ? trials[i + 1].Score : -1;
            if (right <= best || next == trials[i].Score) continue;
            (best, threshold) = (right, (trials[i].Score + next) / 2.0);
        }

        return threshold;
    }
}
