namespace FaceAuth.Pipeline.Deciding.Evidence;

/// <summary>How sure light and colour make it that a part of the face is covered: logits, above 0 covered.</summary>
/// <remarks>Left and right are the picture's.</remarks>
/// <param name="LeftEye">Eye on the picture's left.</param>
/// <param name="RightEye">Eye on the picture's right.</param>
/// <param name="Mouth">The mouth.</param>
internal readonly record struct CoverScores(float LeftEye, float RightEye, float Mouth)
{
    /// <summary>What is said of a face that cannot be looked at: doubt refuses.</summary>
    public static readonly CoverScores AllCovered = new(1, 1, 1);

    /// <summary>The more covered eye.</summary>
    public float Eyes => MathF.Max(LeftEye, RightEye);

    /// <summary>The less covered eye.</summary>
    public float BothEyes => MathF.Min(LeftEye, RightEye);
}
