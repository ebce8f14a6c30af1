namespace FaceAuth.Accuracy.Statistics;

/// <summary>Error rates of comparisons, accepted at or above a threshold.</summary>
/// <remarks>Names as in ISO/IEC 19795-1: false match, false non-match; true accept rate is 1 − FNMR.</remarks>
/// <param name="Genuine">Scores between pictures of one person.</param>
/// <param name="Impostor">Scores between pictures of two.</param>
internal sealed record VerificationRates(ScoreHistogram Genuine, ScoreHistogram Impostor)
{
    /// <summary>False matches at a threshold.</summary>
    public ErrorRate FalseMatch(double threshold) => new(Impostor.AtOrAbove(threshold), Impostor.Count);

    /// <summary>False non-matches at a threshold.</summary>
    public ErrorRate FalseNonMatch(double threshold) => new(Genuine.Count - Genuine.AtOrAbove(threshold), Genuine.Count);

    /// <summary>
    /// The lowest threshold whose false match rate is at most <paramref name="rate"/>; above 1 when even a score of 1 is too frequent.
    /// </summary>
    public double ThresholdAt(double rate)
    {
        var (allowed, above) = (rate * Impostor.Count + 1e-9, 0L);
        for (var bin = Impostor.Bins - 1; bin >= 0; bin--)
        {
            above += Impostor[bin];
            if (above > allowed) return ScoreHistogram.Score(bin + 1);
        }

        return -1;
    }

    /// <summary>Whether there are enough impostor trials to claim a false match rate at all: the rule of three.</summary>
    public bool CanClaim(double rate) => Impostor.Count >= BinomialInterval.TrialsToClaim(rate);

    /// <summary>Whether both rates were tried at all: without, no threshold weighs one against the other.</summary>
    public bool HasBoth => Genuine.Count > 0 && Impostor.Count > 0;

    /// <summary>Where both rates are nearest to each other; the equal error rate is their mean.</summary>
    /// <remarks>Means nothing unless <see cref="HasBoth"/>.</remarks>
    public DetPoint EqualError()
    {
        DetPoint best = new(-1, 1, 0);
        foreach (var point in Walk())
        {
            if (Math.Abs(point.FalseMatch - point.FalseNonMatch) < Math.Abs(best.FalseMatch - best.FalseNonMatch)) best = point;
        }

        return best;
    }

    /// <summary>
    /// The detection error trade-off as at most <paramref name="limit"/> or so points, falling thresholds, each a step of one of the rates.
    /// </summary>
    public IReadOnlyList<DetPoint> Curve(int limit = 400)
    {
        // evenly spaced on logarithmic axes, where the curve is drawn
        List<DetPoint> points = [];
        foreach (var point in Walk())
        {
            if (points.Count == 0 || Moved(points[^1], point) > 8.0 / limit) points.Add(point);
        }

        return points;

        double Moved(DetPoint from, DetPoint to) =>
            Math.Max(Decades(from.FalseMatch, to.FalseMatch, Impostor.Count), Decades(from.FalseNonMatch, to.FalseNonMatch, Genuine.Count));

        static double Decades(double a, double b, long trials) =>
            Math.Abs(Math.Log10(Math.Max(a, 0.5 / Math.Max(1, trials))) - Math.Log10(Math.Max(b, 0.5 / Math.Max(1, trials))));
    }

    IEnumerable<DetPoint> Walk()
    {
        var (genuine, impostor) = (0L, 0L);
        for (var bin = Impostor.Bins - 1; bin >= 0; bin--)
        {
            if (Genuine[bin] == 0 && Impostor[bin] == 0) continue;
            genuine += Genuine[bin];
            impostor += Impostor[bin];
            yield return new(ScoreHistogram.Score(bin), Share(impostor, Impostor.Count), 1 - Share(genuine, Genuine.Count));
        }
    }

    static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
