namespace FaceAuth.Pipeline.Scheduling;

/// <summary>
/// Measures what a picture costs, as the mean of the last hundred or so, and says from it whether another run can be served.
/// </summary>
/// <remarks>Safe from many threads.</remarks>
/// <param name="threads">Threads that share the work.</param>
/// <param name="leastRate">Pictures a second that every run shall get; 0 for whatever is left.</param>
internal sealed class LoadMeter(int threads, double leastRate)
{
    const double Weight = 0.01;

    readonly Lock _gate = new();
    double _cost;

    /// <summary>Thread time of one picture; zero before the first.</summary>
    public TimeSpan Cost => TimeSpan.FromSeconds(Volatile.Read(ref _cost));

    /// <summary>Pictures a second that all threads together manage; infinite before the first.</summary>
    public double Capacity => threads / Volatile.Read(ref _cost);

    /// <summary>A picture took so much thread time.</summary>
    public void Add(TimeSpan cost)
    {
        lock (_gate) _cost = _cost == 0 ? cost.TotalSeconds : _cost + Weight * (cost.TotalSeconds - _cost);
    }

    /// <summary>How many runs get their rate.</summary>
    /// <remarks>As many as there are threads always do: a run has one picture under way at a time, so they are in nobody's way.</remarks>
    public int Places => Math.Max(threads, (int)Math.Min(Capacity / leastRate, int.MaxValue));   // either may be without a bound

    /// <summary>Whether one more run beside <paramref name="active"/> others gets its rate.</summary>
    public bool HasRoom(int active) => active < Places;
}
