using System.Numerics;
using FaceAuth.People.Numbers;

namespace FaceAuth.People.Model;

/// <summary>Where a point of the mean face lies in the texture: unrolled around an upright axis behind the face.</summary>
internal static class TextureMap
{
    /// <summary>Side of the texture's light in texels; its colours have half of it.</summary>
    public const int Side = 160;

    const double AxisBehind = 9;    // cm behind the foremost point; further in than ears, so that cheeks are not squeezed
    const double Margin = 0.02;

    /// <summary>Places in [0, 1]², u to the picture's right, v down; mirror images have 1 − u.</summary>
    public static (double U, double V)[] Of(ReadOnlySpan<Vector3> mean)
    {
        var front = float.PositiveInfinity;
        foreach (var point in mean) front = MathF.Min(front, point.Z);
        var places = new (double U, double V)[mean.Length];
        var (wide, top, bottom) = (0.0, double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < mean.Length; i++)
        {
            var angle = Exact.Atan2(mean[i].X, AxisBehind - (mean[i].Z - front));
            places[i] = (angle, mean[i].Y);
            wide = Math.Max(wide, Math.Abs(angle));
            (top, bottom) = (Math.Min(top, mean[i].Y), Math.Max(bottom, mean[i].Y));
        }

        for (var i = 0; i < places.Length; i++)
        {
            var (angle, y) = places[i];
            places[i] = (0.5 + (0.5 - Margin) * angle / wide, Margin + (1 - 2 * Margin) * (y - top) / (bottom - top));
        }

        return places;
    }
}
