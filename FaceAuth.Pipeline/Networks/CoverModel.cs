using System.Numerics.Tensors;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Networks;

/// <summary>
/// Whether eyes and mouth are covered: weighs the occlusion landmarker's margins together with light and colour about each of them
/// (<see cref="FacePatches"/>).
/// </summary>
/// <remarks>
/// The landmarker alone misses one pair of sunglasses in five and most hands, whose colour is the face's own. Two logistic regressions; how
/// they were fitted and what they reach: models/docs/measured.md. Owns its pixels: one thread at a time.
/// </remarks>
internal sealed class CoverModel
{
    /// <summary>Numbers that an eye is judged by.</summary>
    public const int EyeInputCount = 15;

    /// <summary>Numbers that the mouth is judged by.</summary>
    public const int MouthInputCount = 10;

    readonly FacePatches _patches = new();

    /// <summary>Looks at a face. Allocates nothing.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="points">The face's five points, best <see cref="MeshResult.Points"/>.</param>
    /// <param name="margins">What the landmarker said of it.</param>
    public CoverScores Run(PicturePyramid picture, in FacePoints points, in ObstacleScores margins)
    {
        if (!_patches.TryLoad(picture, points)) return CoverScores.AllCovered;
        var (left, right) = (_patches.EyeAt(0), _patches.EyeAt(1));
        Span<float> inputs = stackalloc float[EyeInputCount];
        WriteEye(margins.LeftEye, margins.RightEye, left, right, inputs);
        var leftEye = Judge(inputs, CoverWeights.Eye, CoverWeights.EyeBase);
        WriteEye(margins.RightEye, margins.LeftEye, right, left, inputs);
        var rightEye = Judge(inputs, CoverWeights.Eye, CoverWeights.EyeBase);
        inputs = inputs[..MouthInputCount];
        WriteMouth(margins, _patches.MouthNow(), inputs);
        return new(leftEye, rightEye, Judge(inputs, CoverWeights.Mouth, CoverWeights.MouthBase));
    }

    /// <summary>What an eye is judged by: <see cref="EyeInputCount"/> numbers.</summary>
    internal static void WriteEye(float margin, float othersMargin, in EyePatch eye, in EyePatch other, Span<float> inputs)
    {
        inputs[0] = Margin(margin);
        inputs[1] = Margin(othersMargin);
        inputs[2] = Bounded(eye.Under);
        inputs[3] = Bounded(eye.Lid);
        inputs[4] = Bounded(eye.Eye);
        inputs[5] = Bounded(eye.Dark);
        inputs[6] = Bounded(eye.Contrast);
        inputs[7] = Bounded(eye.TintBlue);
        inputs[8] = Bounded(eye.TintRed);
        // how the two eyes differ: a face is lit from one side, but not covered so
        inputs[9] = Bounded(MathF.Abs(eye.Under - other.Under));
        inputs[10] = Bounded(MathF.Abs(eye.Eye - other.Eye));
        inputs[11] = Bounded(eye.Contrast - other.Contrast);
        inputs[12] = Bounded(eye.Dark - other.Dark);
        // both too little contrast and too much speak against an eye, a hand as well as a reflecting lens
        inputs[13] = Square(inputs[6]);
        inputs[14] = Square(inputs[5]);
    }

    /// <summary>What the mouth is judged by: <see cref="MouthInputCount"/> numbers.</summary>
    internal static void WriteMouth(in ObstacleScores margins, in MouthPatch mouth, Span<float> inputs)
    {
        inputs[0] = Margin(margins.Nose);
        inputs[1] = Margin(MathF.Max(margins.LeftMouth, margins.RightMouth));
        inputs[2] = Margin(MathF.Min(margins.LeftMouth, margins.RightMouth));
        inputs[3] = Bounded(mouth.Contrast);
        inputs[4] = Bounded(mouth.Dark);
        inputs[5] = Bounded(mouth.LipRed);
        inputs[6] = Bounded(mouth.TintBlue);
        inputs[7] = Bounded(mouth.Mean);
        inputs[8] = Square(inputs[3]);
        inputs[9] = Square(inputs[4]);
    }

    static float Judge(ReadOnlySpan<float> inputs, ReadOnlySpan<float> weights, float start)
    {
        var score = TensorPrimitives.Dot(inputs, weights) + start;
        return float.IsNaN(score) ? 1 : score;   // doubt refuses
    }

    static float Margin(float margin) => Math.Clamp(margin, -8, 6);

    static float Bounded(float value) => Math.Clamp(value, -3, 3);

    static float Square(float value) => value * value;
}
