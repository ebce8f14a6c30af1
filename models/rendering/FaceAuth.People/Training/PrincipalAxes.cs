using System.Numerics.Tensors;

namespace FaceAuth.People.Training;

/// <summary>
/// The principal axes of many long vectors, by subspace iteration on their inner products: fewer vectors than they are long.
/// </summary>
internal static class PrincipalAxes
{
    /// <summary>Axes times their standard deviations, the largest first.</summary>
    /// <param name="centred">Vectors whose mean is 0.</param>
    /// <param name="count">How many axes.</param>
    /// <param name="seed">Where the iteration begins.</param>
    public static List<float[]> Of(IReadOnlyList<float[]> centred, int count, int seed)
    {
        var n = centred.Count;
        var gram = new float[n][];
        for (var i = 0; i < n; i++)
        {
            gram[i] = new float[n];
            for (var j = 0; j <= i; j++) gram[i][j] = gram[j][i] = TensorPrimitives.Dot<float>(centred[i], centred[j]) / n;
        }

        var random = new Random(seed);
        var width = Math.Min(n, count + 12);
        var basis = Enumerable.Range(0, width)
            .Select(_ => Enumerable.Range(0, n).Select(_ => random.NextSingle() - 0.5f).ToArray()).ToArray();
        for (var round = 0; round < 60; round++)
        {
            for (var k = 0; k < width; k++)
            {
                var next = new float[n];
                for (var i = 0; i < n; i++) next[i] = TensorPrimitives.Dot<float>(gram[i], basis[k]);
                basis[k] = next;
            }

            Orthonormalise(basis);
        }

        List<float[]> axes = [];
        for (var k = 0; k < count; k++)
        {
            // basis[k] weighs the vectors; their sum divided by √n is the axis times its standard deviation
            var axis = new float[centred[0].Length];
            for (var i = 0; i < n; i++) TensorPrimitives.MultiplyAdd(centred[i], basis[k][i] / MathF.Sqrt(n), axis, axis);
            axes.Add(axis);
        }

        return axes;
    }

    static void Orthonormalise(float[][] basis)
    {
        for (var k = 0; k < basis.Length; k++)
        {
            for (var pass = 0; pass < 2; pass++)
                for (var j = 0; j < k; j++)
                    TensorPrimitives.MultiplyAdd(basis[j], -TensorPrimitives.Dot<float>(basis[j], basis[k]), basis[k], basis[k]);
            TensorPrimitives.Divide(basis[k], TensorPrimitives.Norm<float>(basis[k]), basis[k]);
        }
    }
}
