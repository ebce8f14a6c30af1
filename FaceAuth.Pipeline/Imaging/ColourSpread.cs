using FaceAuth.Frames;

namespace FaceAuth.Pipeline.Imaging;

/// <summary>How much a picture's colour differs from place to place, which a grey or infrared camera's hardly does.</summary>
internal static class ColourSpread
{
    const int Step = 4;

    /// <summary>Standard deviation of both planes' chroma samples together, in steps of 256; 0 where all is of one colour.</summary>
    /// <remarks>Takes every fourth sample of every fourth row. Allocates nothing.</remarks>
    public static float Of(VideoFrame frame) =>
        MathF.Sqrt(
            Variance(frame.U, frame.StrideUV, frame.ChromaWidth, frame.ChromaHeight)
            + Variance(frame.V, frame.StrideUV, frame.ChromaWidth, frame.ChromaHeight));

    static float Variance(ReadOnlySpan<byte> plane, int stride, int width, int height)
    {
        var (count, sum, squares) = (0L, 0L, 0L);
        for (var row = 0; row < height; row += Step)
        {
            var samples = plane.Slice(row * stride, width);
            for (var column = 0; column < width; column += Step)
            {
                long sample = samples[column];
                (count, sum, squares) = (count + 1, sum + sample, squares + sample * sample);
            }
        }

        var mean = (double)sum / count;
        return (float)Math.Max(0, (double)squares / count - mean * mean);
    }
}
