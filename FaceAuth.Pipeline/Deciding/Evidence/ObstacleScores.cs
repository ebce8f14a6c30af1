namespace FaceAuth.Pipeline.Deciding.Evidence;

/// <summary>For each of the five points how much more the model holds it for covered than for visible.</summary>
/// <remarks>A margin of two logits, above 0 covered. Left and right are the picture's.</remarks>
/// <param name="LeftEye">Eye on the picture's left.</param>
/// <param name="RightEye">Eye on the picture's right.</param>
/// <param name="Nose">Tip of the nose.</param>
/// <param name="LeftMouth">Mouth corner on the picture's left.</param>
/// <param name="RightMouth">Mouth corner on the picture's right.</param>
internal readonly record struct ObstacleScores(float LeftEye, float RightEye, float Nose, float LeftMouth, float RightMouth)
{
    /// <summary>The most covered point's margin.</summary>
    public float Worst => MathF.Max(Eyes, LowerFace);

    /// <summary>The more covered eye's margin.</summary>
    public float Eyes => MathF.Max(LeftEye, RightEye);

    /// <summary>The most covered margin of nose and mouth.</summary>
    public float LowerFace => MathF.Max(Nose, Mouth);

    /// <summary>The more covered mouth corner's margin.</summary>
    public float Mouth => MathF.Max(LeftMouth, RightMouth);
}
