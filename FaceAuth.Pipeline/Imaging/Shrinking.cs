using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Imaging;

/// <summary>Makes a picture small enough to be kept. Allocates nothing but what it is kept in.</summary>
internal static class Shrinking
{
    /// <summary>The longer side of what comes out, at most.</summary>
    public const int MostSide = 480;

    const int MostLevel = 6;
    const int One = 1 << 16;

    /// <summary>Copies a picture into <paramref name="kept"/>, whole and in its shape.</summary>
    public static void Into(PicturePyramid picture, JudgedPicture kept)
    {
        var level = 0;
        // a step of one to two samples: a longer one would skip some
        while (level < MostLevel && Math.Max(picture.Width, picture.Height) >> (level + 1) >= MostSide) level++;
        var from = picture.Level(level);
        var side = Math.Max(from.Width, from.Height);
        var (width, height) = side <= MostSide ? (from.Width, from.Height)
            : (Math.Max(2, from.Width * MostSide / side), Math.Max(2, from.Height * MostSide / side));
        kept.Shape(width, height);
        kept.FullRange = from.FullRange;
        var (chromaWidth, chromaHeight) = ((width + 1) / 2, (height + 1) / 2);
        var to = kept.Samples;
        var (luma, blue) = (width * height, chromaWidth * chromaHeight);
        Shrink(from.Y, from.Width, from.Height, from.StrideY, to[..luma], width, height);
        Shrink(from.U, from.ChromaWidth, from.ChromaHeight, from.StrideUV, to.Slice(luma, blue), chromaWidth, chromaHeight);
        Shrink(from.V, from.ChromaWidth, from.ChromaHeight, from.StrideUV, to[(luma + blue)..], chromaWidth, chromaHeight);
    }

    /// <summary>Between the four nearest samples, in 65 536ths.</summary>
    static void Shrink(
        ReadOnlySpan<byte> from, int fromWidth, int fromHeight, int stride, Span<byte> to, int width, int height)
    {
        var (right, down) = ((int)((long)fromWidth * One / width), (int)((long)fromHeight * One / height));
        for (var row = 0; row < height; row++)
        {
            var (upper, lower, under) = At(row, down, fromHeight);
            var above = from.Slice(upper * stride, fromWidth);
            var below = from.Slice(lower * stride, fromWidth);
            var line = to.Slice(row * width, width);
            for (var column = 0; column < width; column++)
            {
                var (left, next, beside) = At(column, right, fromWidth);
                var top = above[left] * (256 - beside) + above[next] * beside;
                var bottom = below[left] * (256 - beside) + below[next] * beside;
                line[column] = (byte)((top * (256 - under) + bottom * under + (1 << 15)) >> 16);
            }
        }
    }

    // the two samples that a centre lies between, and its way from the first to the second in 256ths
    static (int First, int Second, int Part) At(int place, int step, int count)
    {
        var centre = Math.Max(0, (int)(((2L * place + 1) * step - One) / 2));
        var first = Math.Min(centre >> 16, count - 1);
        return (first, Math.Min(first + 1, count - 1), (centre & (One - 1)) >> 8);
    }
}
