using FaceAuth.Frames;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Tests.Imaging;

/// <summary>Pictures made by rule, for tests.</summary>
internal static class Pictures
{
    static readonly VideoFramePool Pool = new(limit: 1024, kept: 8);

    public static VideoFrame Blank(int width, int height) =>
        Pool.TryRent(width, height, out var frame) ? frame : throw new InvalidOperationException("Too many frames are out.");

    public static VideoFrame Uniform(int width, int height, byte y, byte u, byte v)
    {
        var frame = Blank(width, height);
        frame.Y.Fill(y);
        frame.U.Fill(u);
        frame.V.Fill(v);
        return frame;
    }

    public static VideoFrame Noise(int width, int height, int seed)
    {
        var frame = Blank(width, height);
        var random = new Random(seed);
        random.NextBytes(frame.Y);
        random.NextBytes(frame.U);
        random.NextBytes(frame.V);
        return frame;
    }

    /// <summary>Grey that grows by a step a pixel to the right and another one downwards.</summary>
    public static VideoFrame Ramp(int width, int height, float right, float down)
    {
        var frame = Uniform(width, height, 0, 128, 128);
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
                frame.Y[row * frame.StrideY + column] = (byte)MathF.Round(16 + right * column + down * row);
        }

        return frame;
    }

    /// <summary>The picture seen in a mirror; even widths only.</summary>
    public static VideoFrame Mirrored(VideoFrame frame)
    {
        var mirrored = Blank(frame.Width, frame.Height);
        Mirror(frame.Y, mirrored.Y, frame.StrideY, frame.Width, frame.Height);
        Mirror(frame.U, mirrored.U, frame.StrideUV, frame.ChromaWidth, frame.ChromaHeight);
        Mirror(frame.V, mirrored.V, frame.StrideUV, frame.ChromaWidth, frame.ChromaHeight);
        return mirrored;
    }

    public static PicturePyramid Load(VideoFrame frame)
    {
        var picture = new PicturePyramid();
        picture.Load(frame);
        return picture;
    }

    static void Mirror(ReadOnlySpan<byte> from, Span<byte> to, int stride, int width, int height)
    {
        for (var row = 0; row < height; row++)
        {
            var line = to.Slice(row * stride, width);
            from.Slice(row * stride, width).CopyTo(line);
            line.Reverse();
        }
    }
}
