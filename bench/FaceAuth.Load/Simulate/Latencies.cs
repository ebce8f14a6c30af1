namespace FaceAuth.Load.Simulate;

/// <summary>Times in milliseconds and their percentiles.</summary>
internal sealed class Latencies
{
    const int Capacity = 100_000;   // an hour of pictures; later ones are not counted

    readonly List<double> _all = [];

    /// <summary>How many.</summary>
    public int Count => _all.Count;

    /// <summary>The greatest; 0 when there is none.</summary>
    public double Max => _all.Count == 0 ? 0 : _all.Max();

    /// <summary>Adds one.</summary>
    public void Add(double milliseconds)
    {
        if (_all.Count < Capacity) _all.Add(milliseconds);
    }

    /// <summary>The smallest time that at least <paramref name="share"/> of all do not exceed; 0 when there is none.</summary>
    public double Percentile(double share)
    {
        if (_all.Count == 0) return 0;
        var sorted = _all.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
