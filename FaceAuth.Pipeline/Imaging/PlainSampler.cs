using System.Numerics;

namespace FaceAuth.Pipeline.Imaging;

/// <summary>
/// What <see cref="Sampler"/> does, pixel by pixel: its reference in tests and benchmarks, and its stand-in where there are no vectors.
/// </summary>
internal static class PlainSampler
{
    /// <inheritdoc cref="Sampler.Sample"/>
    public static void Sample(in PlanarPicture picture, in Matrix3x2 toPicture, in TensorFormat format, Span<float> tensor)
    {
        Sampler.Check(picture, format, tensor);
        var matrix = picture.FullRange ? YuvMatrix.Full : YuvMatrix.Limited;
        for (var row = 0; row < format.Height; row++)
        {
            for (var column = 0; column < format.Width; column++)
            {
                var at = Vector2.Transform(new Vector2(column, row), toPicture);
                var colour = IsInside(at, picture, format.Border) ? Colour(picture, matrix, at) : Vector3.Zero;
                Write((colour - format.Mean) / format.Deviation, format, tensor, row, column);
            }
        }
    }

    static bool IsInside(Vector2 at, in PlanarPicture picture, PictureBorder border) =>
        border == PictureBorder.Repeat
        || (at.X >= -0.5f && at.Y >= -0.5f && at.X <= picture.Width - 0.5f && at.Y <= picture.Height - 0.5f);

    static Vector3 Colour(in PlanarPicture picture, in YuvMatrix matrix, Vector2 at)
    {
        var half = at * 0.5f - new Vector2(0.25f);
        var y = Bilinear(picture.Y, picture.Width, picture.Height, picture.StrideY, at);
        var u = Bilinear(picture.U, picture.ChromaWidth, picture.ChromaHeight, picture.StrideUV, half);
        var v = Bilinear(picture.V, picture.ChromaWidth, picture.ChromaHeight, picture.StrideUV, half);
        var luma = matrix.Luma * y;
        return Vector3.Clamp(
            new Vector3(
                luma + matrix.RedV * v + matrix.RedBase,
                luma + matrix.GreenU * u + matrix.GreenV * v + matrix.GreenBase,
                luma + matrix.BlueU * u + matrix.BlueBase),
            Vector3.Zero, new Vector3(255));
    }

    static float Bilinear(ReadOnlySpan<byte> plane, int width, int height, int stride, Vector2 at)
    {
        at = Vector2.Clamp(at, Vector2.Zero, new Vector2(width - 1, height - 1));
        var (left, top) = ((int)at.X, (int)at.Y);
        var (right, bottom) = (Math.Min(left + 1, width - 1), Math.Min(top + 1, height - 1));
        var (fx, fy) = (at.X - left, at.Y - top);
        var above = float.Lerp(plane[top * stride + left], plane[top * stride + right], fx);
        var below = float.Lerp(plane[bottom * stride + left], plane[bottom * stride + right], fx);
        return float.Lerp(above, below, fy);
    }

    static void Write(Vector3 colour, in TensorFormat format, Span<float> tensor, int row, int column)
    {
        var at = row * format.Width + column;
        for (var channel = 0; channel < 3; channel++)
        {
            var place = format.IsBgr ? 2 - channel : channel;
            tensor[format.IsInterleaved ? 3 * at + place : place * format.Width * format.Height + at] = colour[channel];
        }
    }
}
