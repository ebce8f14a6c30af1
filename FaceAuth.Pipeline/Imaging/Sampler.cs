using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FaceAuth.Pipeline.Imaging;

/// <summary>
/// Planes to tensor in one pass: samples I420 bilinearly along any affine map, converts to RGB, normalises and writes floats, eight pixels
/// at a time.
/// </summary>
/// <remarks>Colour is sampled at half size with its samples centred among their four pixels.</remarks>
internal static class Sampler
{
    /// <summary>Fills <paramref name="tensor"/>.</summary>
    /// <param name="picture">Where from.</param>
    /// <param name="toPicture">Takes a tensor pixel to picture pixels; whole numbers are the centres of pixels on both sides.</param>
    /// <param name="format">What to write.</param>
    /// <param name="tensor">At least <see cref="TensorFormat.Length"/> floats.</param>
    /// <exception cref="ArgumentException">A span is too short for the sizes given, or a side too small.</exception>
    public static unsafe void Sample(in PlanarPicture picture, in Matrix3x2 toPicture, in TensorFormat format, Span<float> tensor)
    {
        Check(picture, format, tensor);
        if (!Vector256.IsHardwareAccelerated || picture.Width < 4)
        {
            PlainSampler.Sample(picture, toPicture, format, tensor);
            return;
        }

        if (UprightSampler.CanSample(picture, toPicture, format))
        {
            UprightSampler.Sample(picture, toPicture, format, tensor);
            return;
        }

        if (TurnedSampler.CanSample(picture, toPicture))
        {
            TurnedSampler.Sample(picture, toPicture, format, tensor);
            return;
        }

        fixed (byte* y = picture.Y, u = picture.U, v = picture.V)
        fixed (float* target = tensor)
        {
            var luma = new Plane(y, picture.Width, picture.Height, picture.StrideY, picture.Y.Length);
            var blue = new Plane(u, picture.ChromaWidth, picture.ChromaHeight, picture.StrideUV, picture.U.Length);
            var red = new Plane(v, picture.ChromaWidth, picture.ChromaHeight, picture.StrideUV, picture.V.Length);
            var colours = new TensorColours(picture.FullRange ? YuvMatrix.Full : YuvMatrix.Limited, format);
            var ramp = Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7);
            for (var row = 0; row < format.Height; row++)
            {
                var startX = toPicture.M21 * row + toPicture.M31;
                var startY = toPicture.M22 * row + toPicture.M32;
                for (var column = 0; ; column += 8)
                {
                    // The last group of a row overlaps the one before instead of being shorter.
                    if (column > format.Width - 8) column = format.Width - 8;
                    var at = ramp + Vector256.Create((float)column);
                    var x = Fma(at, Vector256.Create(toPicture.M11), Vector256.Create(startX));
                    var py = Fma(at, Vector256.Create(toPicture.M12), Vector256.Create(startY));
                    var half = Vector256.Create(0.5f);
                    var quarter = Vector256.Create(0.25f);
                    var cx = x * half - quarter;
                    var cy = py * half - quarter;
                    var inside = format.Border == PictureBorder.Repeat
                        ? Vector256<float>.AllBitsSet
                        : Inside(x, picture.Width) & Inside(py, picture.Height);
                    colours.Write(Bilinear(luma, x, py), Bilinear(blue, cx, cy), Bilinear(red, cx, cy), inside, target, row, column);
                    if (column == format.Width - 8) break;
                }
            }
        }
    }

    internal static void Check(in PlanarPicture picture, in TensorFormat format, ReadOnlySpan<float> tensor)
    {
        var fits = picture is { Width: >= 2, Height: >= 2, ChromaWidth: >= 1, ChromaHeight: >= 1 }
            && picture.StrideY >= picture.Width && picture.StrideUV >= picture.ChromaWidth
            && picture.Y.Length >= (long)picture.StrideY * (picture.Height - 1) + picture.Width
            && picture.U.Length >= (long)picture.StrideUV * (picture.ChromaHeight - 1) + picture.ChromaWidth
            && picture.V.Length >= (long)picture.StrideUV * (picture.ChromaHeight - 1) + picture.ChromaWidth;
        if (!fits) throw new ArgumentException("The planes are smaller than their sizes say.", nameof(picture));
        if (format.Width < 8 || format.Height < 1) throw new ArgumentException("A tensor needs at least 8 × 1 pixels.", nameof(format));
        if (tensor.Length < format.Length)
            throw new ArgumentException($"The tensor holds {tensor.Length} floats, {format.Length} are needed.", nameof(tensor));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Inside(Vector256<float> at, int size) =>
        Vector256.GreaterThanOrEqual(at, Vector256.Create(-0.5f)) & Vector256.LessThanOrEqual(at, Vector256.Create(size - 0.5f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static unsafe Vector256<float> Bilinear(in Plane plane, Vector256<float> x, Vector256<float> y)
    {
        // The corner stays one short of the edge, so that its right and lower neighbours exist; a weight of 1 reaches the
        // edge itself. The second clamp, on whole numbers, keeps loads inside the plane even for a map of NaN.
        x = Vector256.MinNative(Vector256.MaxNative(x, Vector256<float>.Zero), Vector256.Create(plane.Width - 1f));
        y = Vector256.MinNative(Vector256.MaxNative(y, Vector256<float>.Zero), Vector256.Create(plane.Height - 1f));
        var left = Clamp(Vector256.ConvertToInt32Native(x), plane.Width - 2);
        var top = Clamp(Vector256.ConvertToInt32Native(y), plane.Height - 2);
        var (fx, fy) = (x - Vector256.ConvertToSingle(left), y - Vector256.ConvertToSingle(top));
        var upper = top * plane.Stride + left;
        var lower = upper + Vector256.Create(plane.Height > 1 ? plane.Stride : 0);
        if (Vector256.GreaterThanAny(lower, Vector256.Create(plane.Length - 4))) return BilinearNearEnd(plane, upper, lower, fx, fy);
        return Mix(Load(plane.Data, upper), Load(plane.Data, lower), fx, fy);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<int> Clamp(Vector256<int> at, int last) =>
        Vector256.Max(Vector256.Min(at, Vector256.Create(last)), Vector256<int>.Zero);

    /// <summary>Four bytes at each offset: the sample, its right neighbour and two that are not used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static unsafe Vector256<int> Load(byte* data, Vector256<int> at) => Avx2.IsSupported
        ? Avx2.GatherVector256((int*)data, at, 1)
        : Vector256.Create(
            *(int*)(data + at[0]), *(int*)(data + at[1]), *(int*)(data + at[2]), *(int*)(data + at[3]),
            *(int*)(data + at[4]), *(int*)(data + at[5]), *(int*)(data + at[6]), *(int*)(data + at[7]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> Mix(Vector256<int> upper, Vector256<int> lower, Vector256<float> fx, Vector256<float> fy)
    {
        var low = Vector256.Create(0xFF);
        var a = Vector256.ConvertToSingle(upper & low);
        var b = Vector256.ConvertToSingle((upper >>> 8) & low);
        var c = Vector256.ConvertToSingle(lower & low);
        var d = Vector256.ConvertToSingle((lower >>> 8) & low);
        var above = Fma(b - a, fx, a);
        return Fma(Fma(d - c, fx, c) - above, fy, above);
    }

    /// <summary>The same where four bytes at once would reach past the plane's last.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static unsafe Vector256<float> BilinearNearEnd(
        in Plane plane, Vector256<int> upper, Vector256<int> lower, Vector256<float> fx, Vector256<float> fy)
    {
        var right = plane.Width > 1 ? 1 : 0;
        Span<int> pairs = stackalloc int[16];
        for (var i = 0; i < 8; i++)
        {
            pairs[i] = plane.Data[upper[i]] | (plane.Data[upper[i] + right] << 8);
            pairs[8 + i] = plane.Data[lower[i]] | (plane.Data[lower[i] + right] << 8);
        }

        return Mix(Vector256.Create<int>(pairs[..8]), Vector256.Create<int>(pairs[8..]), fx, fy);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> Fma(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.MultiplyAddEstimate(a, b, c);

    readonly unsafe struct Plane(byte* data, int width, int height, int stride, int length)
    {
        public readonly byte* Data = data;
        public readonly int Width = width;
        public readonly int Height = height;
        public readonly int Stride = stride;
        public readonly int Length = length;
    }
}
