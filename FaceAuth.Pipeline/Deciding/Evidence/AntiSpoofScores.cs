namespace FaceAuth.Pipeline.Deciding.Evidence;

/// <summary>How much a face looks like a live one rather than a print or a screen, 0–1, by the face's surroundings taken in.</summary>
/// <param name="Narrow">The face and a little around it: crop 2.7 times the box (MiniFASNet V2).</param>
/// <param name="Wide">More around it: crop 4 times the box (MiniFASNet V1SE).</param>
/// <param name="Close">
/// Hardly more than the face: crop 1.5 times the box, by a network trained on other pictures; null where the pack has none.
/// </param>
internal readonly record struct AntiSpoofScores(float Narrow, float Wide, float? Close = null)
{
    /// <summary>The smaller of narrow and wide; one frame of it is evidence, never a decision.</summary>
    public float Live => MathF.Min(Narrow, Wide);
}
