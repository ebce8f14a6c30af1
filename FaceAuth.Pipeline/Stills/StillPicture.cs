using FaceAuth.Pipeline.Contracts;
using SkiaSharp;

namespace FaceAuth.Pipeline.Stills;

/// <summary>Decodes a photo to a frame as WebRTC would carry it: I420, BT.601, limited range, upright, of a camera's size.</summary>
internal static class StillPicture
{
    /// <summary>Pixels that are decoded at most: a small file may promise gigabytes.</summary>
    public const long MostPixels = 50_000_000;

    // what cameras deliver; larger pictures only cost
    const int MostSide = 1280;

    /// <summary>The frame, which the caller disposes; or why there is none.</summary>
    public static (VideoFrame? Frame, string? Flaw) Read(ReadOnlySpan<byte> file, VideoFramePool pool)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        if (codec is null) return (null, "not_a_picture");
        if ((long)codec.Info.Width * codec.Info.Height > MostPixels) return (null, "too_many_pixels");
        var side = Math.Max(codec.Info.Width, codec.Info.Height);
        // JPEG decodes to eighths, so that most of a large photo is never unpacked
        var size = codec.GetScaledDimensions(Math.Min(1, (float)MostSide / side));
        using var decoded = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        if (codec.GetPixels(decoded.Info, decoded.GetPixels()) is not SKCodecResult.Success) return (null, "not_a_picture");
        using var fitting = Fit(decoded);
        var (width, height) = IsTurned(codec.EncodedOrigin) ? (fitting.Height, fitting.Width) : (fitting.Width, fitting.Height);
        if (Math.Min(width, height) < 2 || !pool.TryRent(width, height, out var frame)) return (null, "too_small");
        Convert(fitting, codec.EncodedOrigin, frame);
        return (frame, null);
    }

    static SKBitmap Fit(SKBitmap picture)
    {
        var scale = (float)MostSide / Math.Max(picture.Width, picture.Height);
        if (scale >= 1) return picture.Copy();
        var info = picture.Info.WithSize(Math.Max(2, (int)(picture.Width * scale)), Math.Max(2, (int)(picture.Height * scale)));
        return picture.Resize(info, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
    }

    /// <summary>Whether the camera was held on its side (Exif 2.32, tag Orientation, 5 to 8).</summary>
    static bool IsTurned(SKEncodedOrigin origin) => origin >= SKEncodedOrigin.LeftTop;

    static void Convert(SKBitmap picture, SKEncodedOrigin origin, VideoFrame frame)
    {
        var pixels = picture.GetPixelSpan();
        var (stride, right, bottom) = (picture.RowBytes, picture.Width - 1, picture.Height - 1);
        for (var y = 0; y < frame.Height; y++)
        {
            for (var x = 0; x < frame.Width; x++)
            {
                var (r, g, b) = At(pixels, x, y);
                frame.Y[y * frame.StrideY + x] = (byte)(16 + (66 * r + 129 * g + 25 * b + 128) / 256);
                if (((x | y) & 1) != 0) continue;
                // the colour of four is near enough that of one
                var chroma = y / 2 * frame.StrideUV + x / 2;
                frame.U[chroma] = (byte)(128 + (-38 * r - 74 * g + 112 * b + 128) / 256);
                frame.V[chroma] = (byte)(128 + (112 * r - 94 * g - 18 * b + 128) / 256);
            }
        }

        (int R, int G, int B) At(ReadOnlySpan<byte> from, int x, int y)
        {
            var (column, row) = origin switch
            {
                SKEncodedOrigin.TopRight => (right - x, y),
                SKEncodedOrigin.BottomRight => (right - x, bottom - y),
                SKEncodedOrigin.BottomLeft => (x, bottom - y),
                SKEncodedOrigin.LeftTop => (y, x),
                SKEncodedOrigin.RightTop => (y, bottom - x),
                SKEncodedOrigin.RightBottom => (right - y, bottom - x),
                SKEncodedOrigin.LeftBottom => (right - y, x),
                _ => (x, y),
            };
            var at = row * stride + column * 4;
            return (from[at], from[at + 1], from[at + 2]);
        }
    }
}
