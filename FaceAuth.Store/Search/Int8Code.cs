using System.Numerics.Tensors;

namespace FaceAuth.Store.Search;

/// <summary>A unit vector in a quarter of its bytes: each number as a whole multiple of a scale of the vector's own.</summary>
/// <remarks>−127 to 127: −128 is never used, which lets the scan's byte products add up without overflow.</remarks>
internal static class Int8Code
{
    const float Steps = 127;

    /// <summary>Writes the code of <paramref name="vector"/>, as long as it.</summary>
    /// <returns>
    /// Scale: vector ≈ code × scale. Residual: the L2 norm of what the code leaves out, so that by Cauchy–Schwarz a
    /// similarity of codes differs from the float one by at most r₁ + r₂ + r₁·r₂.
    /// </returns>
    public static (float Scale, float Residual) Encode(ReadOnlySpan<float> vector, Span<sbyte> code)
    {
        var peak = Math.Abs(TensorPrimitives.MaxMagnitude(vector));
        if (peak == 0)
        {
            code.Clear();
            return (0, 0);
        }

        var (scale, inverse, squares) = (peak / Steps, Steps / peak, 0f);
        for (var i = 0; i < vector.Length; i++)
        {
            var step = MathF.Round(vector[i] * inverse);
            code[i] = (sbyte)Math.Clamp(step, -Steps, Steps);
            var rest = vector[i] - code[i] * scale;
            squares += rest * rest;
        }

        return (scale, MathF.Sqrt(squares));
    }
}
