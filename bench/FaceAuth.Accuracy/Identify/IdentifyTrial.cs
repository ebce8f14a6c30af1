using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Identify;

/// <summary>Searches in a gallery of one size.</summary>
/// <param name="Size">People enrolled.</param>
/// <param name="Mated">For each probe of somebody enrolled: the picture, whether they came first, and the best similarity.</param>
/// <param name="Strangers">For each probe of a stranger: the picture and the best similarity.</param>
internal sealed record IdentifyTrial(
    int Size, IReadOnlyList<(int Picture, bool Right, float Score)> Mated, IReadOnlyList<(int Picture, float Score)> Strangers)
{
    /// <summary>The probes whose pictures are of one group, against the same gallery.</summary>
    public IdentifyTrial Of(Func<int, bool> isIn) => this with
    {
        Mated = [.. Mated.Where(probe => isIn(probe.Picture))],
        Strangers = [.. Strangers.Where(probe => isIn(probe.Picture))],
    };

    /// <summary>Strangers taken for somebody.</summary>
    public ErrorRate FalsePositive(double threshold) => new(Strangers.Count(probe => probe.Score >= threshold), Strangers.Count);

    /// <summary>Enrolled people not found, or taken for another.</summary>
    public ErrorRate FalseNegative(double threshold) => new(Mated.Count(probe => !probe.Right || probe.Score < threshold), Mated.Count);
}
