using System.Numerics;

namespace FaceAuth.People.Training;

/// <summary>
/// Fits one set of points in space onto another by turning, scaling and moving it
/// (Horn, "Closed-form solution of absolute orientation", 1987).
/// </summary>
internal static class Alignment
{
    /// <summary>The points of <paramref name="from"/> laid onto <paramref name="to"/> as well as they can be.</summary>
    public static Vector3[] Fit(ReadOnlySpan<Vector3> from, ReadOnlySpan<Vector3> to)
    {
        var (a, b) = (Mean(from), Mean(to));
        Span<double> s = stackalloc double[9];
        double spreadA = 0, spreadB = 0;
        for (var i = 0; i < from.Length; i++)
        {
            var (p, q) = (from[i] - a, to[i] - b);
            spreadA += p.LengthSquared();
            spreadB += q.LengthSquared();
            for (var r = 0; r < 3; r++)
                for (var c = 0; c < 3; c++) s[3 * r + c] += (double)p[r] * q[c];
        }

        var matrix = new double[,]
        {
            { s[0] + s[4] + s[8], s[5] - s[7], s[6] - s[2], s[1] - s[3] },
            { s[5] - s[7], s[0] - s[4] - s[8], s[1] + s[3], s[6] + s[2] },
            { s[6] - s[2], s[1] + s[3], s[4] - s[0] - s[8], s[5] + s[7] },
            { s[1] - s[3], s[6] + s[2], s[5] + s[7], s[8] - s[0] - s[4] },
        };
        // the largest eigenvector by powers; the shift makes all eigenvalues positive
        var shift = Math.Sqrt(spreadA * spreadB);
        double[] v = [1, 0, 0, 0];
        for (var round = 0; round < 500; round++)
        {
            var next = new double[4];
            for (var r = 0; r < 4; r++)
                for (var c = 0; c < 4; c++) next[r] += (matrix[r, c] + (r == c ? shift : 0)) * v[c];
            var norm = Math.Sqrt(next.Sum(x => x * x));
            for (var r = 0; r < 4; r++) v[r] = next[r] / norm;
        }

        var turn = new Quaternion((float)v[1], (float)v[2], (float)v[3], (float)v[0]);
        var scale = (float)Math.Sqrt(spreadB / spreadA);
        var fitted = new Vector3[from.Length];
        for (var i = 0; i < from.Length; i++) fitted[i] = b + scale * Vector3.Transform(from[i] - a, turn);
        return fitted;
    }

    /// <summary>Middle of the points.</summary>
    public static Vector3 Mean(ReadOnlySpan<Vector3> points)
    {
        var sum = Vector3.Zero;
        foreach (var point in points) sum += point;
        return sum / points.Length;
    }
}
