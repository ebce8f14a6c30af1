using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FaceAuth.Pipeline.Imaging;

/// <summary>What <see cref="Sampler"/> does, for maps that turn the picture a little, as a tilted head does.</summary>
/// <remarks>
/// Eight pixels in a row lie in a few rows of the picture, so each of those is loaded once and every pixel picks its neighbours out of it,
/// instead of fetching them one by one.
/// </remarks>
internal static class TurnedSampler
{
    const int Lanes = 8;
    const int Window = 16;   // samples of one load

    // Eight pixels lie within one load as long as a step is below two samples; a little less, so that rounding cannot break it.
    const float MaxStep = 1.99f;

    // Rows that eight pixels climb at most: beyond it fetching one by one is as fast.
    const float MaxClimb = 6;

    /// <summary>Whether this can stand in for <see cref="Sampler"/>.</summary>
    public static bool CanSample(in PlanarPicture picture, in Matrix3x2 toPicture) =>
        Avx2.IsSupported && toPicture.M11 is > 0 and <= MaxStep && Climb(toPicture.M12) <= MaxClimb
        && picture is { Width: >= Window, ChromaWidth: >= Window }
        && picture.Height >= RowsFor(Climb(toPicture.M12)) && picture.ChromaHeight >= RowsFor(Climb(toPicture.M12) / 2);

    /// <inheritdoc cref="Sampler.Sample"/>
    /// <remarks>The caller has checked the sizes and <see cref="CanSample"/>.</remarks>
    public static unsafe void Sample(in PlanarPicture picture, in Matrix3x2 toPicture, in TensorFormat format, Span<float> tensor)
    {
        fixed (byte* luma = picture.Y, blue = picture.U, red = picture.V)
        fixed (float* target = tensor)
        {
            var bright = new Plane(picture.Width, picture.Height, picture.StrideY, RowsFor(Climb(toPicture.M12)));
            var coloured = new Plane(picture.ChromaWidth, picture.ChromaHeight, picture.StrideUV, RowsFor(Climb(toPicture.M12) / 2));
            var colours = new TensorColours(picture.FullRange ? YuvMatrix.Full : YuvMatrix.Limited, format);
            var isCut = format.Border == PictureBorder.Black;
            for (var row = 0; row < format.Height; row++)
            {
                var (startX, startY) = (toPicture.M21 * row + toPicture.M31, toPicture.M22 * row + toPicture.M32);
                for (var column = 0; ; column += Lanes)
                {
                    // The last group of a row overlaps the one before instead of being shorter.
                    if (column > format.Width - Lanes) column = format.Width - Lanes;
                    var at = Vector256<float>.Indices + Vector256.Create((float)column);
                    var x = Vector256.MultiplyAddEstimate(at, Vector256.Create(toPicture.M11), Vector256.Create(startX));
                    var y = Vector256.MultiplyAddEstimate(at, Vector256.Create(toPicture.M12), Vector256.Create(startY));
                    var (half, quarter) = (Vector256.Create(0.5f), Vector256.Create(0.25f));
                    var places = bright.At(x, y);
                    var chroma = coloured.At(x * half - quarter, y * half - quarter);
                    var inside = isCut ? Sampler.Inside(x, picture.Width) & Sampler.Inside(y, picture.Height) : Vector256<float>.AllBitsSet;
                    colours.Write(
                        bright.Take(luma, places), coloured.Take(blue, chroma), coloured.Take(red, chroma), inside, target, row, column);
                    if (column == format.Width - Lanes) break;
                }
            }
        }
    }

    static float Climb(float step) => (Lanes - 0.99f) * MathF.Abs(step);

    /// <summary>Rows that hold both neighbours of pixels which climb that far, wherever in a row they begin.</summary>
    static int RowsFor(float climb) => (int)climb + 3;

    /// <summary>Where in a plane eight pixels lie.</summary>
    /// <param name="start">Offset of the first sample that is loaded.</param>
    /// <param name="places">
    /// In its row: of the left neighbours and the right ones, once for the rows above and once for those below.
    /// </param>
    /// <param name="rows">The rows of these, counted from the first.</param>
    /// <param name="fractionX">From the left neighbour to the right one.</param>
    /// <param name="fractionY">From the upper neighbour to the lower one.</param>
    readonly struct Places(int start, Vector256<byte> places, Vector256<sbyte> rows, Vector256<float> fractionX, Vector256<float> fractionY)
    {
        public readonly int Start = start;
        public readonly Vector256<byte> InRow = places;
        public readonly Vector256<sbyte> Rows = rows;
        public readonly Vector256<float> FractionX = fractionX;
        public readonly Vector256<float> FractionY = fractionY;
    }

    readonly struct Plane(int width, int height, int stride, int rows)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Places At(Vector256<float> x, Vector256<float> y)
        {
            x = Vector256.MinNative(Vector256.MaxNative(x, Vector256<float>.Zero), Vector256.Create(width - 1f));
            y = Vector256.MinNative(Vector256.MaxNative(y, Vector256<float>.Zero), Vector256.Create(height - 1f));
            var left = Clamp(Vector256.ConvertToInt32Native(x), width - 2);
            var top = Clamp(Vector256.ConvertToInt32Native(y), height - 2);
            // Whatever the map, what is loaded lies inside the plane.
            var firstLeft = Math.Min(left[0], width - Window);
            var firstTop = Math.Min(Math.Min(top[0], top[Lanes - 1]), height - rows);
            var (columns, lines) = (Narrow(left - Vector256.Create(firstLeft)), Narrow(top - Vector256.Create(firstTop)));
            var inRow = Vector128.Narrow(columns, columns + Vector128<short>.One).AsByte();
            return new(
                firstTop * stride + firstLeft, Vector256.Create(inRow, inRow),
                Vector256.Create(Vector128.Narrow(lines, lines), Vector128.Narrow(lines, lines) + Vector128<sbyte>.One),
                x - Vector256.ConvertToSingle(left), y - Vector256.ConvertToSingle(top));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public unsafe Vector256<float> Take(byte* data, in Places at)
        {
            data += at.Start;
            var (inRow, wanted) = (at.InRow, at.Rows);
            var taken = Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(data), inRow);
            for (var row = 1; row < rows; row++)
            {
                data += stride;
                wanted -= Vector256<sbyte>.One;
                var here = Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(data), inRow);
                taken = Avx2.BlendVariable(taken, here, Vector256.Equals(wanted, Vector256<sbyte>.Zero).AsByte());
            }

            var above = Mix(taken.GetLower(), at.FractionX);
            return Vector256.MultiplyAddEstimate(Mix(taken.GetUpper(), at.FractionX) - above, at.FractionY, above);
        }

        /// <summary>Eight left neighbours and eight right ones.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector256<float> Mix(Vector128<byte> neighbours, Vector256<float> fraction)
        {
            var left = Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(neighbours));
            var right = Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(Sse2.ShiftRightLogical128BitLane(neighbours, Lanes)));
            return Vector256.MultiplyAddEstimate(right - left, fraction, left);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector256<int> Clamp(Vector256<int> at, int last) =>
            Vector256.Max(Vector256.Min(at, Vector256.Create(last)), Vector256<int>.Zero);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector128<short> Narrow(Vector256<int> small) => Sse2.PackSignedSaturate(small.GetLower(), small.GetUpper());
    }
}
