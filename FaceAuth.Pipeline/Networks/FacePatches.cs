using System.Numerics;
using System.Numerics.Tensors;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Networks;

/// <summary>Light and colour of small patches of an aligned face, each against the face's own skin.</summary>
/// <remarks>
/// So neither the light in the room nor the colour of the skin matters much. Owns its pixels: one thread at a time. Allocates nothing.
/// </remarks>
internal sealed class FacePatches
{
    // The part of the 112 × 112 aligned face that holds eyes, nose and mouth.
    const int Side = 64;
    const int Left = 24;
    const int Top = 40;
    const int Pixels = Side * Side;

    // Keeps the logarithms of black patches finite; grey levels.
    const float Floor = 4;

    static readonly TensorFormat Format = new(Side, Side, false, false, Vector3.Zero, Vector3.One, PictureBorder.Repeat);

    // x, y, width, height in the aligned face: both cheeks and the nose, which neither glasses nor brows reach
    static readonly Patch[] Skin = [new(32, 72, 8, 8), new(72, 72, 8, 8), new(53, 64, 6, 8)];
    static readonly Patch[] Eye = [new(30, 48, 16, 8), new(66, 48, 16, 8)];
    static readonly Patch[] Lid = [new(32, 44, 12, 3), new(68, 44, 12, 3)];
    static readonly Patch[] Under = [new(32, 58, 12, 4), new(68, 58, 12, 4)];   // a lens reaches here, a shadow seldom does
    static readonly Patch Mouth = new(41, 86, 30, 14);
    static readonly Patch MouthMiddle = new(43, 87, 26, 12);
    static readonly Patch Lips = new(45, 88, 22, 8);

    readonly float[] _planes = new float[3 * Pixels];   // red, green, blue; then red difference, luma, blue difference
    readonly float[] _copied = new float[30 * 14];   // the largest patch
    float _light;
    float _blue;
    float _red;

    Span<float> Luma => _planes.AsSpan(Pixels, Pixels);

    Span<float> Blue => _planes.AsSpan(2 * Pixels, Pixels);

    Span<float> Red => _planes.AsSpan(0, Pixels);

    /// <summary>Takes a face in; false when its points lie so that there is nothing to align.</summary>
    public bool TryLoad(PicturePyramid picture, in FacePoints points)
    {
        if (!(Vector2.DistanceSquared(points.LeftEye, points.RightEye) >= 1)) return false;   // also refuses NaN
        picture.Sample(Matrix3x2.CreateTranslation(Left, Top) * FaceEmbedder.ToPicture(points), Format, _planes);
        var red = Red;
        var luma = Luma;
        var blue = Blue;
        // BT.601 luma; colour as its distance from red and blue, half of each
        TensorPrimitives.Multiply(luma, 0.587f, luma);
        TensorPrimitives.MultiplyAdd(red, 0.299f, luma, luma);
        TensorPrimitives.MultiplyAdd(blue, 0.114f, luma, luma);
        TensorPrimitives.Subtract(red, luma, red);
        TensorPrimitives.Subtract(blue, luma, blue);
        Span<float> lights = stackalloc float[3];
        for (var i = 0; i < 3; i++) lights[i] = MedianOf(luma, Skin.AsSpan(i, 1));
        _light = Ranked.Select(lights, 1) + Floor;
        (_blue, _red) = (MedianOf(blue, Skin), MedianOf(red, Skin));
        return true;
    }

    /// <summary>What is measured of one eye: 0 the picture's left, 1 its right.</summary>
    public EyePatch EyeAt(int side)
    {
        var eye = Copied(Luma, Eye[side]);
        var (dark, bright) = (Ranked.Select(eye, 12), Ranked.Select(eye, eye.Length - 12));   // all but the darkest and the brightest tenth
        return new(
            Ratio(Mean(Luma, Under[side])), Ratio(Mean(Luma, Lid[side])), Ratio(Mean(Luma, Eye[side])),
            Ratio(dark), (bright - dark) / _light,
            Tint(Blue, Under[side], _blue), Tint(Red, Under[side], _red));
    }

    /// <summary>What is measured of the mouth.</summary>
    public MouthPatch MouthNow()
    {
        var mouth = Copied(Luma, Mouth);
        var (dark, bright) = (Ranked.Select(mouth, 30), Ranked.Select(mouth, mouth.Length - 30));
        return new(
            (bright - dark) / _light, Ratio(dark), (Mean(Red, Lips) - _red) / _light * 10,
            Tint(Blue, MouthMiddle, _blue), Ratio(Mean(Luma, Mouth)));
    }

    float Ratio(float light) => MathF.Log((MathF.Max(light, 0) + Floor) / _light);

    float Tint(ReadOnlySpan<float> plane, in Patch patch, float skin) => MathF.Abs(Mean(plane, patch) - skin) / _light * 10;

    static float Mean(ReadOnlySpan<float> plane, in Patch patch)
    {
        var sum = 0f;
        for (var row = 0; row < patch.Height; row++) sum += TensorPrimitives.Sum(Row(plane, patch, row));
        return sum / (patch.Width * patch.Height);
    }

    float MedianOf(ReadOnlySpan<float> plane, ReadOnlySpan<Patch> patches)
    {
        var count = 0;
        foreach (ref readonly var patch in patches) count = Copy(plane, patch, count);
        return Ranked.Select(_copied.AsSpan(0, count), count / 2);
    }

    Span<float> Copied(ReadOnlySpan<float> plane, in Patch patch) => _copied.AsSpan(0, Copy(plane, patch, 0));

    int Copy(ReadOnlySpan<float> plane, in Patch patch, int count)
    {
        for (var row = 0; row < patch.Height; row++, count += patch.Width) Row(plane, patch, row).CopyTo(_copied.AsSpan(count));
        return count;
    }

    static ReadOnlySpan<float> Row(ReadOnlySpan<float> plane, in Patch patch, int row) =>
        plane.Slice((patch.Y - Top + row) * Side + patch.X - Left, patch.Width);

    readonly record struct Patch(int X, int Y, int Width, int Height);
}
