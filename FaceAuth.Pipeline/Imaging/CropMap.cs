using System.Numerics;

namespace FaceAuth.Pipeline.Imaging;

/// <summary>Maps from the pixels of a tensor to those of the picture; whole numbers are the centres of pixels on both sides.</summary>
internal static class CropMap
{
    /// <summary>Stretches <paramref name="box"/> over the whole tensor.</summary>
    public static Matrix3x2 Stretch(in Box box, int width, int height)
    {
        var (x, y) = (box.Width / width, box.Height / height);
        return new(x, 0, 0, y, box.X + 0.5f * x - 0.5f, box.Y + 0.5f * y - 0.5f);
    }

    /// <summary>
    /// Lays a square of <paramref name="side"/> around <paramref name="centre"/>, turned by <paramref name="tilt"/> radians, over a square
    /// tensor.
    /// </summary>
    public static Matrix3x2 Turned(Vector2 centre, float side, float tilt, int size)
    {
        var scale = side / size;
        var (sin, cos) = MathF.SinCos(tilt);
        // Tensor pixel i lies (i + ½ − size/2)·scale from the centre.
        var first = 0.5f - 0.5f * size;
        var map = new Matrix3x2(cos * scale, sin * scale, -sin * scale, cos * scale, 0, 0);
        var start = Vector2.Transform(new Vector2(first), map) + centre - new Vector2(0.5f);
        (map.M31, map.M32) = (start.X, start.Y);
        return map;
    }

    /// <summary>A square around the middle of <paramref name="box"/>, <paramref name="scale"/> times its longer side.</summary>
    public static Box Square(in Box box, float scale)
    {
        var side = scale * MathF.Max(box.Width, box.Height);
        return new(box.Centre.X - side / 2, box.Centre.Y - side / 2, side, side);
    }
}
