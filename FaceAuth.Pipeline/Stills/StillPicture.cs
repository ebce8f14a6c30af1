using FaceAuth.Frames;
using SkiaSharp;

namespace FaceAuth.Pipeline.Stills;

/// <summary>Decodes a photo to a frame as WebRTC would carry it: I420, BT.601, limited range, upright, of a camera's size.</summary>
internal static class StillPicture
{
    /// <summary>Pixels that are decoded at most: a small file may promise gigabytes.</summary>
    public const long MostPixels = 50_000_000;

    /// <summary>Said where the pool has no frame to lend.</summary>
    public const string NoRoom = "no_room";

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
        var alpha = codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul;   // what is clear is black
        using var decoded = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, alpha));
        if (codec.GetPixels(decoded.Info, decoded.GetPixels()) is not SKCodecResult.Success) return (null, "not_a_picture");
        using var smaller = Fit(decoded);
        var fitting = smaller ?? decoded;
        var (width, height) = IsTurned(codec.EncodedOrigin) ? (fitting.Height, fitting.Width) : (fitting.Width, fitting.Height);
        if (Math.Min(width, height) < 2) return (null, "too_small");
        if (!pool.TryRent(width, height, out var frame)) return (null, NoRoom);
        Convert(fitting, codec.EncodedOrigin, frame);
        return (frame, null);
    }

    /// <summary>The picture made smaller; null where it need not be.</summary>
    static SKBitmap? Fit(SKBitmap picture)
    {
        var scale = (float)MostSide / Math.Max(picture.Width, picture.Height);
        if (scale >= 1) return null;
        var info = picture.Info.WithSize(Math.Max(2, (int)(picture.Width * scale)), Math.Max(2, (int)(picture.Height * scale)));
        return picture.Resize(info, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
    }

    /// <summary>Whether the camera was held on its side (Exif 2.32, tag Orientation, 5 to 8).</summary>
    static bool IsTurned(SKEncodedOrigin origin) => origin >= SKEncodedOrigin.LeftTop;

    static void Convert(SKBitmap picture, SKEncodedOrigin origin, VideoFrame frame)
    {
        var pixels = picture.GetPixelSpan();
        var steps = Steps.Of(origin, picture);
        Span<byte> ys = frame.Y, us = frame.U, vs = frame.V;
        for (var y = 0; y < frame.Height; y++)
        {
            var row = ys.Slice(y * frame.StrideY, frame.Width);
            var (at, chroma) = (steps.Start + y * steps.Down, y / 2 * frame.StrideUV);
            for (var x = 0; x < row.Length; x++, at += steps.Right)
            {
                int r = pixels[at], g = pixels[at + 1], b = pixels[at + 2];
                row[x] = (byte)(16 + (66 * r + 129 * g + 25 * b + 128) / 256);
                if (((x | y) & 1) != 0) continue;
                // the colour of four is near enough that of one
                us[chroma + x / 2] = (byte)(128 + (-38 * r - 74 * g + 112 * b + 128) / 256);
                vs[chroma + x / 2] = (byte)(128 + (112 * r - 94 * g - 18 * b + 128) / 256);
            }
        }
    }

    /// <summary>Where the upright picture's first pixel lies, and how far it is from one to the next, in bytes.</summary>
    readonly record struct Steps(int Start, int Right, int Down)
    {
        public static Steps Of(SKEncodedOrigin origin, SKBitmap picture)
        {
            var (stride, right) = (picture.RowBytes, (picture.Width - 1) * 4);
            var bottom = (picture.Height - 1) * stride;
            return origin switch
            {
                SKEncodedOrigin.TopRight => new(right, -4, stride),
                SKEncodedOrigin.BottomRight => new(bottom + right, -4, -stride),
                SKEncodedOrigin.BottomLeft => new(bottom, 4, -stride),
                SKEncodedOrigin.LeftTop => new(0, stride, 4),
                SKEncodedOrigin.RightTop => new(bottom, -stride, 4),
                SKEncodedOrigin.RightBottom => new(bottom + right, -stride, -4),
                SKEncodedOrigin.LeftBottom => new(right, stride, -4),
                _ => new(0, 4, stride),
            };
        }
    }
}
