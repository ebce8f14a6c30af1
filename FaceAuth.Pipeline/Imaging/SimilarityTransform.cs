using System.Numerics;

namespace FaceAuth.Pipeline.Imaging;

/// <summary>Rotation, uniform scale and shift that bring one set of points closest to another, in the least-squares sense.</summary>
/// <remarks>
/// Umeyama, "Least-squares estimation of transformation parameters between two point patterns", PAMI 13(4), 1991. In two dimensions without
/// reflection the singular value decomposition has a closed form: write each point as a complex number, then scale and rotation are the
/// quotient of two sums.
/// </remarks>
internal static class SimilarityTransform
{
    /// <summary>The transform that takes <paramref name="from"/> to <paramref name="to"/>.</summary>
    /// <returns>
    /// A matrix for <see cref="Vector2.Transform(Vector2, Matrix3x2)"/>; a pure shift where all points of <paramref name="from"/> coincide.
    /// </returns>
    /// <exception cref="ArgumentException">The sets differ in length, or are empty.</exception>
    public static Matrix3x2 Estimate(ReadOnlySpan<Vector2> from, ReadOnlySpan<Vector2> to)
    {
        if (from.Length != to.Length || from.IsEmpty)
            throw new ArgumentException("Both sets need the same number of points, at least one.");
        Vector2 fromMean = default, toMean = default;
        for (var i = 0; i < from.Length; i++)
        {
            fromMean += from[i];
            toMean += to[i];
        }

        fromMean /= from.Length;
        toMean /= from.Length;
        double real = 0, imaginary = 0, spread = 0;
        for (var i = 0; i < from.Length; i++)
        {
            var (f, t) = (from[i] - fromMean, to[i] - toMean);
            real += (double)f.X * t.X + (double)f.Y * t.Y;
            imaginary += (double)f.X * t.Y - (double)f.Y * t.X;
            spread += (double)f.X * f.X + (double)f.Y * f.Y;
        }

        var (a, b) = spread > 0 ? ((float)(real / spread), (float)(imaginary / spread)) : (1f, 0f);
        return new Matrix3x2(
            a, b,
            -b, a,
            toMean.X - a * fromMean.X + b * fromMean.Y, toMean.Y - b * fromMean.X - a * fromMean.Y);
    }

    /// <summary>The transform back.</summary>
    /// <exception cref="ArgumentException">The transform folds the plane into a line or a point.</exception>
    public static Matrix3x2 Invert(in Matrix3x2 transform) =>
        Matrix3x2.Invert(transform, out var back) ? back : throw new ArgumentException("The transform has no inverse.", nameof(transform));
}
