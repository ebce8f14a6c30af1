using FaceAuth.Frames;
using FaceAuth.People.Numbers;

namespace FaceAuth.People.Rendering;

/// <summary>
/// A picture as cameras deliver it: I420, BT.601, limited range, rows packed: light, blue and red difference one after the other.
/// </summary>
internal sealed class Picture(byte[] samples, int width, int height)
{
    /// <summary>All samples.</summary>
    public byte[] Samples { get; } = samples;

    /// <summary>Pixels, even.</summary>
    public int Width { get; } = width;

    /// <summary>Pixels, even.</summary>
    public int Height { get; } = height;

    /// <summary>Of coded colours, 0–255.</summary>
    public static Picture Of(ReadOnlySpan<V3> coded, int width, int height)
    {
        var samples = new byte[width * height * 3 / 2];
        var (blues, reds) = (width * height, width * height * 5 / 4);
        for (var y = 0; y < height; y += 2)
        {
            for (var x = 0; x < width; x += 2)
            {
                var at = y * width + x;
                V3 a = coded[at], b = coded[at + 1], c = coded[at + width], d = coded[at + width + 1];
                samples[at] = Luma(a);
                samples[at + 1] = Luma(b);
                samples[at + width] = Luma(c);
                samples[at + width + 1] = Luma(d);
                var mean = (a + b + c + d) * 0.25f;
                var grey = 0.299f * mean.X + 0.587f * mean.Y + 0.114f * mean.Z;
                var half = y / 2 * (width / 2) + x / 2;
                samples[blues + half] = Byte(128 + (mean.Z - grey) * (224 / 255f / 1.772f));
                samples[reds + half] = Byte(128 + (mean.X - grey) * (224 / 255f / 1.402f));
            }
        }

        return new(samples, width, height);
    }

    /// <summary>A copy of a frame, whose sides are even.</summary>
    public static Picture Of(VideoFrame frame)
    {
        var (width, height) = (frame.Width, frame.Height);
        var samples = new byte[width * height * 3 / 2];
        var (blues, reds) = (width * height, width * height * 5 / 4);
        for (var y = 0; y < height; y++) frame.Y.Slice(y * frame.StrideY, width).CopyTo(samples.AsSpan(y * width));
        for (var y = 0; y < height / 2; y++)
        {
            frame.U.Slice(y * frame.StrideUV, width / 2).CopyTo(samples.AsSpan(blues + y * width / 2));
            frame.V.Slice(y * frame.StrideUV, width / 2).CopyTo(samples.AsSpan(reds + y * width / 2));
        }

        return new(samples, width, height);
    }

    /// <summary>Copies the samples into a frame of the same size.</summary>
    public void CopyTo(VideoFrame frame)
    {
        var (blues, reds) = (Width * Height, Width * Height * 5 / 4);
        for (var y = 0; y < Height; y++) Samples.AsSpan(y * Width, Width).CopyTo(frame.Y[(y * frame.StrideY)..]);
        for (var y = 0; y < Height / 2; y++)
        {
            Samples.AsSpan(blues + y * Width / 2, Width / 2).CopyTo(frame.U[(y * frame.StrideUV)..]);
            Samples.AsSpan(reds + y * Width / 2, Width / 2).CopyTo(frame.V[(y * frame.StrideUV)..]);
        }
    }

    /// <summary>Back to linear light.</summary>
    public V3[] ToLinear()
    {
        var light = new V3[Width * Height];
        var (blues, reds) = (Width * Height, Width * Height * 5 / 4);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var half = y / 2 * (Width / 2) + x / 2;
                var grey = (Samples[y * Width + x] - 16) * (255 / 219f);
                var (u, v) = ((Samples[blues + half] - 128) * (255 / 224f), (Samples[reds + half] - 128) * (255 / 224f));
                light[y * Width + x] = Tone.ToLinear(new V3(grey + 1.402f * v, grey - 0.344136f * u - 0.714136f * v, grey + 1.772f * u));
            }
        }

        return light;
    }

    static byte Luma(V3 c) => Byte(16 + (0.299f * c.X + 0.587f * c.Y + 0.114f * c.Z) * (219 / 255f));

    static byte Byte(float value) => (byte)Math.Clamp((int)(value + 0.5f), 0, 255);
}
