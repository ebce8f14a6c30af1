using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaceAuth.Pipeline.Imaging;

/// <summary>
/// The end of sampling: eight pixels' luma and chroma become red, green and blue, are normalised and written to the tensor.
/// </summary>
/// <remarks>Conversion and normalisation are folded into one factor and one base a channel.</remarks>
internal readonly struct TensorColours(in YuvMatrix matrix, in TensorFormat format)
{
    readonly YuvMatrix _matrix = matrix;
    readonly int _width = format.Width;
    readonly int _plane = format.Width * format.Height;
    readonly bool _interleaved = format.IsInterleaved;
    readonly int _first = format.IsBgr ? 2 : 0;
    readonly Vector3 _scale = Vector3.One / format.Deviation;
    readonly Vector3 _shift = -format.Mean / format.Deviation;

    /// <summary>Writes eight pixels.</summary>
    /// <param name="y">Luma, 0–255.</param>
    /// <param name="u">Blue difference, 0–255.</param>
    /// <param name="v">Red difference, 0–255.</param>
    /// <param name="inside">All bits set where the picture is, none where black shall be.</param>
    /// <param name="target">The tensor, as long as the format says.</param>
    /// <param name="row">Row of the tensor.</param>
    /// <param name="column">First of the eight columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Write(
        Vector256<float> y, Vector256<float> u, Vector256<float> v, Vector256<float> inside, float* target, int row, int column)
    {
        var luma = y * _matrix.Luma;
        var red = Fma(v, Vector256.Create(_matrix.RedV), luma + Vector256.Create(_matrix.RedBase));
        var green = Fma(
            u, Vector256.Create(_matrix.GreenU), Fma(v, Vector256.Create(_matrix.GreenV), luma + Vector256.Create(_matrix.GreenBase)));
        var blue = Fma(u, Vector256.Create(_matrix.BlueU), luma + Vector256.Create(_matrix.BlueBase));
        red = Normalised(red, inside, _scale.X, _shift.X);
        green = Normalised(green, inside, _scale.Y, _shift.Y);
        blue = Normalised(blue, inside, _scale.Z, _shift.Z);
        var at = row * _width + column;
        if (!_interleaved)
        {
            red.Store(target + _first * _plane + at);
            green.Store(target + _plane + at);
            blue.Store(target + (2 - _first) * _plane + at);
        }
        else if (_first == 0)
        {
            Interleave(red, green, blue, target + 3 * at);
        }
        else
        {
            Interleave(blue, green, red, target + 3 * at);
        }
    }

    /// <summary>Three vectors of eight become eight triples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static unsafe void Interleave(Vector256<float> first, Vector256<float> second, Vector256<float> third, float* target)
    {
        // Place p of the 24 holds pixel p/3 and channel p%3: each channel is spread over three vectors, and they are laid over each other.
        var zero = Vector256.Create(-1, 0, 0, -1, 0, 0, -1, 0).AsSingle();
        var one = Vector256.Create(0, -1, 0, 0, -1, 0, 0, -1).AsSingle();
        var two = Vector256.Create(0, 0, -1, 0, 0, -1, 0, 0).AsSingle();
        Lay(first, zero, second, one, third, Vector256.Create(0, 0, 0, 1, 1, 1, 2, 2)).Store(target);
        Lay(first, one, second, two, third, Vector256.Create(2, 3, 3, 3, 4, 4, 4, 5)).Store(target + 8);
        Lay(first, two, second, zero, third, Vector256.Create(5, 5, 6, 6, 6, 7, 7, 7)).Store(target + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> Lay(
        Vector256<float> first, Vector256<float> isFirst, Vector256<float> second, Vector256<float> isSecond,
        Vector256<float> third, Vector256<int> pixels) =>
        Vector256.ConditionalSelect(
            isFirst, Vector256.Shuffle(first, pixels),
            Vector256.ConditionalSelect(isSecond, Vector256.Shuffle(second, pixels), Vector256.Shuffle(third, pixels)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> Normalised(Vector256<float> colour, Vector256<float> inside, float scale, float shift)
    {
        colour = Vector256.MinNative(Vector256.MaxNative(colour, Vector256<float>.Zero), Vector256.Create(255f)) & inside;
        return Fma(colour, Vector256.Create(scale), Vector256.Create(shift));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> Fma(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.MultiplyAddEstimate(a, b, c);
}
