namespace FaceAuth.Pipeline.Tests.Accuracy;

/// <summary>Accept rates of a set of comparisons.</summary>
/// <param name="Genuine">Scores between pictures of one person.</param>
/// <param name="Impostor">Scores between pictures of two.</param>
internal sealed record ErrorRates(IReadOnlyList<float> Genuine, IReadOnlyList<float> Impostor)
{
    /// <summary>The lowest threshold that wrongly accepts at most that share of impostors; a score must lie above it.</summary>
    public float ThresholdAt(double falseAcceptRate)
    {
        var falling = Impostor.OrderDescending().ToList();
        return falling[(int)(falseAcceptRate * falling.Count)];
    }

    /// <summary>Share of genuine comparisons above the threshold that wrongly accepts at most that share of impostors.</summary>
    public double TrueAcceptRateAt(double falseAcceptRate)
    {
        var threshold = ThresholdAt(falseAcceptRate);
        return (double)Genuine.Count(score => score > threshold) / Genuine.Count;
    }
}
