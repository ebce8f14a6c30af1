using FaceAuth.Pipeline.Deciding.Evidence;

namespace FaceAuth.Accuracy.Funnel;

/// <summary>What a picture has of one thing that the gate asks for.</summary>
/// <param name="Gate">Which, in words; one of <see cref="GateReadings.Order"/>.</param>
/// <param name="Flaw">What the decision's gate calls a picture that fails it; none for the live score, which comes after it.</param>
/// <param name="Value">How much there is.</param>
/// <param name="Limit">How much there must be, or may be.</param>
/// <param name="IsLeast">Whether the limit is the least, rather than the most.</param>
internal readonly record struct GateReading(string Gate, FrameFlaw Flaw, double Value, double Limit, bool IsLeast = false)
{
    /// <summary>Whether it fails.</summary>
    public bool IsBeyond => IsLeast ? Value < Limit : Value > Limit;

    /// <summary>How far it is beyond the limit, in limits where there is one; below 0 where it passes.</summary>
    public double Excess => ExcessOf(Value, Limit, IsLeast);

    /// <summary>As <see cref="Excess"/>.</summary>
    public static double ExcessOf(double value, double limit, bool isLeast) =>
        (isLeast ? limit - value : value - limit) / (limit == 0 ? 1 : Math.Abs(limit));
}
