namespace FaceAuth.Pipeline.Scheduling;

/// <summary>
/// Measures what a picture costs and how many a run needs, by the last hundred or so, and says how many runs can be served.
/// </summary>
/// <remarks>Safe from many threads.</remarks>
/// <param name="threads">Threads that share the work.</param>
/// <param name="leastRate">Pictures a second that a run gets where it needs them; 0 for whatever is left.</param>
internal sealed class LoadMeter(int threads, double leastRate)
{
    const double Weight = 0.01;

    // runs need more at some times than at others, and not all of them at the same
    const double Headroom = 0.9;

    // whoever's camera sends little makes no room for others
    const double LeastShare = 0.5;

    readonly Lock _gate = new();
    double _cost, _apart = 1 / leastRate;
    int _costs, _gaps = 1;

    /// <summary>Thread time of one picture; zero before the first.</summary>
    public TimeSpan Cost => TimeSpan.FromSeconds(Volatile.Read(ref _cost));

    /// <summary>Pictures a second that all threads together manage; infinite before the first.</summary>
    public double Capacity => threads / Volatile.Read(ref _cost);

    /// <summary>Pictures a second that a run needs, with headroom: at most what it is promised, at least half of that.</summary>
    public double Need => leastRate == 0 ? 0
        : Math.Clamp(1 / Volatile.Read(ref _apart) / Headroom, leastRate * LeastShare, leastRate);

    /// <summary>A picture took so much thread time.</summary>
    public void Add(TimeSpan cost)
    {
        lock (_gate) _cost = Mean(_cost, cost.TotalSeconds, ref _costs);
    }

    /// <summary>Two pictures that a run needed, looked at or not, came so far apart; null for no picture or none before it.</summary>
    public void AddNeed(TimeSpan? apart)
    {
        if (leastRate == 0 || apart is not { } gap) return;
        var longest = 1 / (leastRate * LeastShare);
        lock (_gate) _apart = Mean(_apart, Math.Clamp(gap.TotalSeconds, 0, longest), ref _gaps);
    }

    /// <summary>How many runs get what they need.</summary>
    /// <remarks>As many as there are threads always do: a run has one picture under way at a time, so they are in nobody's way.</remarks>
    public int Places => Math.Max(threads, (int)Math.Min(Capacity / Need, int.MaxValue));   // either may be without a bound

    /// <summary>Whether one more run beside <paramref name="active"/> others gets what it needs.</summary>
    public bool HasRoom(int active) => active < Places;

    /// <summary>Of the first as they come, so that one slow one at the beginning is soon outweighed; then of the last hundred or so.</summary>
    static double Mean(double mean, double one, ref int count)
    {
        if (count < 1 / Weight) count++;
        return mean + (one - mean) / count;
    }
}
