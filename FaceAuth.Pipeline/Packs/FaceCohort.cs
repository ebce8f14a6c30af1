using System.Numerics.Tensors;

namespace FaceAuth.Pipeline.Packs;

/// <summary>Made-up faces, which tell how alike strangers are to a face.</summary>
/// <remarks>
/// Some people's faces lie closer together than others', and one threshold would let through more of those: so a similarity is lowered by
/// how alike the face is to its nearest ones here (adaptive T-norm, https://doi.org/10.1109/ICASSP.2011.5947394). Safe from many threads.
/// </remarks>
/// <param name="faces">Vectors of L2 norm 1, one after the other.</param>
/// <param name="length">Floats in one.</param>
/// <param name="usual">Mean similarity to the nearest that lowers nothing. −1 to 1.</param>
internal sealed class FaceCohort(float[] faces, int length, float usual)
{
    /// <summary>How many of the most alike count.</summary>
    internal const int Nearest = 20;

    /// <summary>Floats in one face.</summary>
    public int Length => length;

    /// <summary>What is taken from this face's similarity to anybody: 0 or more. Allocates nothing.</summary>
    /// <remarks>Never less than 0, so that a face like nobody's, which need not be a face, gains nothing.</remarks>
    /// <param name="face">L2 norm 1.</param>
    public float Shift(ReadOnlySpan<float> face)
    {
        // the least of the nearest comes first
        Span<float> nearest = stackalloc float[Nearest];
        nearest.Fill(-1);
        for (var at = 0; at < faces.Length; at += length)
        {
            var similarity = TensorPrimitives.Dot(face, faces.AsSpan(at, length));
            if (!(similarity > nearest[0])) continue;
            var place = 0;
            for (; place + 1 < Nearest && nearest[place + 1] < similarity; place++) nearest[place] = nearest[place + 1];
            nearest[place] = similarity;
        }

        return MathF.Max(0, TensorPrimitives.Sum(nearest) / Nearest - usual);
    }
}
