namespace FaceAuth.Pipeline.Networks;

/// <summary>What <see cref="CoverModel"/> weighs its numbers with, in their order; a logit above 0 is "covered".</summary>
/// <remarks>
/// Fitted by this project on development parts of public sets, half of the people and files; the other half is what models/docs/measured.md
/// reports.
/// </remarks>
internal static class CoverWeights
{
    /// <summary>Start of an eye's logit.</summary>
    public const float EyeBase = 2.976f;

    /// <summary>Start of the mouth's logit.</summary>
    public const float MouthBase = 5.472f;

    /// <summary>An eye's weights.</summary>
    public static readonly float[] Eye =
        [0.78f, -0.178f, -3.525f, -0.051f, 2.679f, 1.571f, -4.788f, 0.343f, 0.507f, -0.992f, 0.574f, -2.322f, 0.626f, 1.59f, 0.662f];

    /// <summary>The mouth's weights.</summary>
    public static readonly float[] Mouth = [-0.004f, 0.136f, 0.641f, -5.127f, 3.104f, -0.535f, -0.592f, -0.182f, 1.542f, 0.649f];
}
