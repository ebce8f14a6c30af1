using System.Numerics;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Networks;

/// <summary>
/// How a picture lies in a detector's input: scaled to fit, in the upper left corner, sides rounded up to the network's coarsest step.
/// </summary>
/// <remarks>
/// The input follows the picture's shape, because filling up a square costs as much as a face does; on a GPU it is a square, because a new
/// shape costs more than a second (bench/docs/measured.md).
/// </remarks>
/// <param name="Width">Input width, a multiple of 32.</param>
/// <param name="Height">Input height, a multiple of 32.</param>
/// <param name="Scale">Input pixels for one picture pixel.</param>
internal readonly record struct LetterboxFit(int Width, int Height, float Scale)
{
    /// <summary>The coarsest step of both detectors, in input pixels.</summary>
    public const int Step = 32;

    /// <summary>Fits a picture so that its longer side takes <paramref name="side"/> pixels.</summary>
    public static LetterboxFit Of(int pictureWidth, int pictureHeight, int side)
    {
        var scale = (float)side / Math.Max(pictureWidth, pictureHeight);
        return new(RoundUp(pictureWidth * scale), RoundUp(pictureHeight * scale), scale);
    }

    /// <summary>From the input's pixels to the picture's; whole numbers are centres.</summary>
    public Matrix3x2 ToPicture => CropMap.Stretch(new Box(0, 0, Width / Scale, Height / Scale), Width, Height);

    /// <summary>The same with an input that is a square whatever the picture's shape.</summary>
    public LetterboxFit Squared => this with { Width = Math.Max(Width, Height), Height = Math.Max(Width, Height) };

    static int RoundUp(float side) => Math.Max(Step, ((int)MathF.Ceiling(side - 0.01f) + Step - 1) / Step * Step);
}
