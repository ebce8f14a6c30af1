namespace FaceAuth.Testing;

/// <summary>How far two protected databases can be linked: Gomez-Barrero et al. 2018, https://doi.org/10.1109/TIFS.2017.2788000.</summary>
/// <remarks>
/// From scores of mated pairs (one face, two transforms) and of non-mated ones, in a histogram: D↔(s) = 2·ωLR / (1 + ωLR) − 1 where the
/// likelihood ratio times ω (here 1) is above 1, else 0; D↔sys is its mean over the mated scores. 0: cannot be linked; 1: can always be.
/// </remarks>
public static class Unlinkability
{
    /// <summary>D↔sys, and the largest D↔(s) of a bin with at least <paramref name="least"/> scores.</summary>
    public static (double System, double LargestLocal) Of(IReadOnlyList<float> mated, IReadOnlyList<float> others, int bins, int least)
    {
        var (low, high) = (Math.Min(mated.Min(), others.Min()), Math.Max(mated.Max(), others.Max()));
        var (m, n) = (Histogram(mated), Histogram(others));
        var (system, largest) = (0.0, 0.0);
        for (var bin = 0; bin < bins; bin++)
        {
            var (p, q) = (m[bin] / (double)mated.Count, n[bin] / (double)others.Count);
            // p/q > 1: 2·LR/(1+LR) − 1, written so that no division by zero is left
            var local = p > q ? 2 * p / (p + q) - 1 : 0;
            system += p * local;
            if (m[bin] + n[bin] >= least) largest = Math.Max(largest, local);
        }

        return (system, largest);

        int[] Histogram(IReadOnlyList<float> scores)
        {
            var counts = new int[bins];
            foreach (var score in scores) counts[Math.Min(bins - 1, (int)((score - low) / (high - low) * bins))]++;
            return counts;
        }
    }
}
