namespace FaceAuth.Accuracy.Statistics;

/// <summary>Counts scores from −1 to 1 in steps of 2⁻¹⁸, so that millions need 4 MB and no sorting.</summary>
/// <remarks>Thresholds are multiples of the step; at one of them every count is exact. One thread at a time.</remarks>
internal sealed class ScoreHistogram
{
    /// <summary>Steps from 0 to 1.</summary>
    internal const int Half = 1 << 18;

    readonly long[] _counts = new long[2 * Half + 1];

    /// <summary>Scores added.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a score; beyond −1 or 1 it counts as that.</summary>
    public void Add(float score)
    {
        _counts[Bin(score)]++;
        Count++;
    }

    /// <summary>Takes a score away that was added.</summary>
    /// <exception cref="InvalidOperationException">It was not.</exception>
    public void Remove(float score)
    {
        if (_counts[Bin(score)] == 0) throw new InvalidOperationException("No such score was added.");
        _counts[Bin(score)]--;
        Count--;
    }

    /// <summary>Adds all of another's.</summary>
    public void Add(ScoreHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var bin = 0; bin < _counts.Length; bin++) _counts[bin] += other._counts[bin];
        Count += other.Count;
    }

    /// <summary>Scores at or above a threshold, which is rounded up to a step.</summary>
    public long AtOrAbove(double threshold)
    {
        var first = Math.Clamp((int)Math.Ceiling(threshold * Half - 1e-6) + Half, 0, _counts.Length);
        var count = 0L;
        for (var bin = first; bin < _counts.Length; bin++) count += _counts[bin];
        return count;
    }

    /// <summary>The score that a bin's scores reach.</summary>
    internal static double Score(int bin) => (double)(bin - Half) / Half;

    /// <summary>Scores in a bin.</summary>
    internal long this[int bin] => _counts[bin];

    /// <summary>How many bins there are.</summary>
    internal int Bins => _counts.Length;

    static int Bin(float score) => Math.Clamp((int)Math.Floor((double)score * Half), -Half, Half) + Half;
}
