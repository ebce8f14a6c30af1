using System.Buffers;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Imaging;
using SkiaSharp;

namespace FaceAuth.Pipeline.Stills;

/// <summary>Writes pictures as JPEG files.</summary>
public static class PictureWriter
{
    // of a face at 480 pixels the first fits 64 KiB; noise alone needs the others
    static ReadOnlySpan<int> Qualities => [85, 70, 50, 30, 10];

    /// <summary>Writes it as a JPEG file without any word of where it comes from.</summary>
    /// <param name="picture">It stays its owner's.</param>
    /// <param name="mostBytes">The file's size at most; it gets coarser until it fits.</param>
    /// <returns>The file; null where it fits at no quality.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public static byte[]? ToJpeg(this JudgedPicture picture, int mostBytes)
    {
        var samples = picture.Samples;
        var (width, height) = (picture.Width, picture.Height);
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var pixels = ArrayPool<byte>.Shared.Rent(info.BytesSize);
        try
        {
            Convert(samples, width, height, picture.FullRange ? YuvMatrix.Full : YuvMatrix.Limited, pixels);
            using var image = SKImage.FromPixelCopy(info, pixels.AsSpan(0, info.BytesSize));
            foreach (var quality in Qualities)
            {
                using var file = image.Encode(SKEncodedImageFormat.Jpeg, quality);
                if (file.Size <= mostBytes) return file.ToArray();
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pixels, clearArray: true);
        }
    }

    static void Convert(ReadOnlySpan<byte> samples, int width, int height, in YuvMatrix matrix, Span<byte> pixels)
    {
        var (chromaWidth, chromaHeight) = ((width + 1) / 2, (height + 1) / 2);
        var blue = samples[(width * height)..];
        var red = blue[(chromaWidth * chromaHeight)..];
        for (var y = 0; y < height; y++)
        {
            var row = samples.Slice(y * width, width);
            var at = y * width * 4;
            for (var x = 0; x < width; x++, at += 4)
            {
                var chroma = y / 2 * chromaWidth + x / 2;
                float luma = matrix.Luma * row[x], u = blue[chroma], v = red[chroma];
                pixels[at] = Byte(luma + matrix.RedV * v + matrix.RedBase);
                pixels[at + 1] = Byte(luma + matrix.GreenU * u + matrix.GreenV * v + matrix.GreenBase);
                pixels[at + 2] = Byte(luma + matrix.BlueU * u + matrix.BlueBase);
                pixels[at + 3] = 255;
            }
        }
    }

    static byte Byte(float value) => (byte)Math.Clamp(value + 0.5f, 0, 255);
}
