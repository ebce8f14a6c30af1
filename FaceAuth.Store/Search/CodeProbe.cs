using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace FaceAuth.Store.Search;

/// <summary>What one search looks for, as a code of whole blocks, and how far what codes say may be from the truth.</summary>
/// <remarks>
/// The low plane's numbers are taken for spread evenly over 0 to 15 and independent of the probe: the secret rotation that protects
/// vectors sees to that. Then Hoeffding's inequality bounds what the high plane alone leaves out: a row is further off than
/// <see cref="CodeProbe.HighError"/> with a probability below 1e-12.
/// </remarks>
internal readonly ref struct CodeProbe
{
    // √(ln(2 / 1e-12) / 2), https://doi.org/10.1080/01621459.1963.10500830 theorem 2
    const float HoeffdingFactor = 3.77f;

    // a low number that is not looked at is taken for the middle of 0 to 15
    const float MiddleLow = 7.5f;

    const float LowRange = 15;

    readonly ReadOnlySpan<sbyte> _code;
    readonly float _scale;
    readonly float _middle;
    readonly int _offset;

    /// <param name="vector">Unit vector.</param>
    /// <param name="code">Room for its code: the length in whole blocks.</param>
    /// <param name="rowResidual">The largest residual of the rows' codes.</param>
    public CodeProbe(ReadOnlySpan<float> vector, Span<sbyte> code, float rowResidual)
    {
        code[vector.Length..].Clear();
        (_scale, var residual) = Int8Code.Encode(vector, code[..vector.Length]);
        _code = code;
        var (sum, squares) = (0, 0);
        foreach (var number in code) (sum, squares) = (sum + number, squares + number * number);
        _offset = CodePlanes.Step * CodePlanes.Offset * sum;
        _middle = MiddleLow * sum;
        HighError = LowRange * HoeffdingFactor * MathF.Sqrt(squares) * _scale;
        CodeError = residual + rowResidual + residual * rowResidual;
    }

    /// <summary>How far a whole code's similarity may be from the float one.</summary>
    public float CodeError { get; }

    /// <summary>How far the high plane's similarity may be from the whole code's, for a row of scale 1.</summary>
    public float HighError { get; }

    /// <summary>The most that each row's whole code may say, by its high plane alone.</summary>
    /// <param name="high">The rows' high planes.</param>
    /// <param name="scales">One a row.</param>
    /// <param name="sums">Room for one number a row.</param>
    /// <param name="most">Receives one similarity a row.</param>
    public void Most(ReadOnlySpan<byte> high, ReadOnlySpan<float> scales, Span<int> sums, Span<float> most)
    {
        CodePlanes.Scan(high, _code, sums);
        var (factor, constant) = (CodePlanes.Step * _scale, (_middle - _offset) * _scale + HighError);
        TensorPrimitives.ConvertTruncating<int, float>(sums, most);   // exact: sums are below 2²⁴
        TensorPrimitives.Multiply(most, factor, most);
        TensorPrimitives.Add(most, constant, most);
        TensorPrimitives.Multiply(most, scales, most);
    }

    /// <summary>The similarity that a row's whole code says.</summary>
    public float Whole(ReadOnlySpan<byte> high, ReadOnlySpan<byte> low, float scale)
    {
        ref var probe = ref MemoryMarshal.GetReference(_code);
        var sum = CodePlanes.Step * CodePlanes.Dot(ref MemoryMarshal.GetReference(high), ref probe, _code.Length) - _offset
            + CodePlanes.Dot(ref MemoryMarshal.GetReference(low), ref probe, _code.Length);
        return sum * scale * _scale;
    }
}
