using System.Runtime.Intrinsics;

namespace FaceAuth.Pipeline.Imaging;

/// <summary>Halves a plane: each sample is the rounded mean of a 2×2 block. An odd last row or column counts twice.</summary>
internal static class Halving
{
    /// <summary>Size of a side after halving.</summary>
    public static int Of(int side) => (side + 1) / 2;

    /// <summary>Halves <paramref name="source"/> into <paramref name="target"/>, 32 samples at a time.</summary>
    /// <param name="source">Rows of <paramref name="width"/> samples, <paramref name="sourceStride"/> apart.</param>
    /// <param name="width">Samples a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="sourceStride">Bytes from row to row.</param>
    /// <param name="target">Receives <see cref="Of"/>(height) rows of <see cref="Of"/>(width) samples.</param>
    /// <param name="targetStride">Bytes from row to row.</param>
    public static void Halve(ReadOnlySpan<byte> source, int width, int height, int sourceStride, Span<byte> target, int targetStride)
    {
        for (var row = 0; row < Of(height); row++)
        {
            var upper = source.Slice(2 * row * sourceStride, width);
            var lower = source.Slice(Math.Min(2 * row + 1, height - 1) * sourceStride, width);
            var halved = target.Slice(row * targetStride, Of(width));
            var done = 0;
            for (; 2 * done + 64 <= width; done += 32)
            {
                Vector256.Narrow(Sums(upper, lower, 2 * done), Sums(upper, lower, 2 * done + 32)).CopyTo(halved[done..]);
            }

            Plain(upper, lower, halved, done);
        }
    }

    /// <summary>What <see cref="Halve"/> does, sample by sample.</summary>
    public static void HalvePlain(ReadOnlySpan<byte> source, int width, int height, int sourceStride, Span<byte> target, int targetStride)
    {
        for (var row = 0; row < Of(height); row++)
        {
            Plain(
                source.Slice(2 * row * sourceStride, width), source.Slice(Math.Min(2 * row + 1, height - 1) * sourceStride, width),
                target.Slice(row * targetStride, Of(width)), 0);
        }
    }

    static Vector256<ushort> Sums(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, int at)
    {
        var (a, b) = (Vector256.Create(upper[at..]).AsUInt16(), Vector256.Create(lower[at..]).AsUInt16());
        var low = Vector256.Create((ushort)0xFF);
        return ((a & low) + (a >>> 8) + (b & low) + (b >>> 8) + Vector256.Create((ushort)2)) >>> 2;
    }

    static void Plain(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, Span<byte> halved, int from)
    {
        for (var i = from; i < halved.Length; i++)
        {
            var (left, right) = (2 * i, Math.Min(2 * i + 1, upper.Length - 1));
            halved[i] = (byte)((upper[left] + upper[right] + lower[left] + lower[right] + 2) >> 2);
        }
    }
}
