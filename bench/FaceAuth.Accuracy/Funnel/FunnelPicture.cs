namespace FaceAuth.Accuracy.Funnel;

/// <summary>What became of one picture.</summary>
/// <param name="Index">Its place in the session.</param>
/// <param name="At">Seconds since the session's first picture.</param>
/// <param name="Gate">Where it was lost; null when it counts.</param>
/// <param name="Value">What it has of what is asked there.</param>
/// <param name="Limit">What is asked.</param>
/// <param name="IsLeast">Whether the limit is the least, rather than the most.</param>
/// <param name="Beyond">All gates that it fails.</param>
/// <param name="Face">Left, top, width and height of the face in shares of the picture; null without one.</param>
internal sealed record FunnelPicture(
    int Index, double At, string? Gate, double Value, double Limit, bool IsLeast, IReadOnlyList<string> Beyond, IReadOnlyList<float>? Face)
{
    /// <summary>How far it is beyond the limit.</summary>
    public double Excess => GateReading.ExcessOf(Value, Limit, IsLeast);
}
