using FaceAuth.Pipeline.Evaluation.Statistics;

namespace FaceAuth.Signaling.Evaluate;

/// <summary>Searches in a gallery of one size.</summary>
/// <param name="Size">People enrolled.</param>
/// <param name="Mated">For each probe of somebody enrolled: whether they came first, and the best similarity.</param>
/// <param name="Strangers">For each probe of a stranger: the best similarity.</param>
internal sealed record IdentifyTrial(int Size, IReadOnlyList<(bool Right, float Score)> Mated, IReadOnlyList<float> Strangers)
{
    /// <summary>Strangers taken for somebody.</summary>
    public ErrorRate FalsePositive(double threshold) => new(Strangers.Count(score => score >= threshold), Strangers.Count);

    /// <summary>Enrolled people not found, or taken for another.</summary>
    public ErrorRate FalseNegative(double threshold) => new(Mated.Count(probe => !probe.Right || probe.Score < threshold), Mated.Count);
}
