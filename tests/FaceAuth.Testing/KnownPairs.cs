using System.Numerics.Tensors;

namespace FaceAuth.Testing;

/// <summary>What an attacker recovers of a protected vector who knows some faces and what the transform made of them.</summary>
/// <remarks>An orthogonal transform is known for every combination of the known faces, and for nothing else.</remarks>
public sealed class KnownPairs
{
    readonly List<float[]> _basis;
    readonly List<float[]> _images;

    public KnownPairs(IEnumerable<float[]> faces, Func<float[], float[]> transform)
    {
        _basis = Orthonormal(faces);
        _images = _basis.ConvertAll(vector => transform(vector));
    }

    /// <summary>The part of the original that lies among the known ones, of unit length.</summary>
    public float[] Recover(float[] protectedOne)
    {
        var sum = new float[protectedOne.Length];
        for (var i = 0; i < _basis.Count; i++)
        {
            var share = TensorPrimitives.Dot<float>(protectedOne, _images[i]);
            TensorPrimitives.MultiplyAdd(_basis[i], share, sum, sum);
        }

        TensorPrimitives.Divide(sum, TensorPrimitives.Norm<float>(sum), sum);
        return sum;
    }

    static List<float[]> Orthonormal(IEnumerable<float[]> vectors)
    {
        var basis = new List<float[]>();
        foreach (var vector in vectors)
        {
            var rest = vector.Select(number => (double)number).ToArray();
            for (var pass = 0; pass < 2; pass++)
                foreach (var other in basis)
                {
                    var along = 0.0;
                    for (var i = 0; i < rest.Length; i++) along += rest[i] * other[i];
                    for (var i = 0; i < rest.Length; i++) rest[i] -= along * other[i];
                }

            var norm = Math.Sqrt(rest.Sum(number => number * number));
            if (norm < 1e-3) continue;   // among the others already
            basis.Add([.. rest.Select(number => (float)(number / norm))]);
        }

        return basis;
    }
}
