using FaceAuth.Frames;
using SkiaSharp;

namespace FaceAuth.Accuracy.Funnel;

/// <summary>A sheet of pictures in cells, six a row, with a strip for words below each.</summary>
internal sealed class SheetCanvas : IDisposable
{
    const int Columns = 6, CellWidth = 240, CellHeight = 180, Strip = 46, Margin = 4;
    const int Quality = 88;

    readonly SKBitmap _sheet;
    readonly SKCanvas _canvas;

    /// <param name="cells">How many.</param>
    public SheetCanvas(int cells)
    {
        var (across, down) = (Math.Clamp(cells, 1, Columns), Math.Max(1, (cells + Columns - 1) / Columns));
        _sheet = new(across * (CellWidth + Margin), down * (CellHeight + Strip), SKColorType.Rgba8888, SKAlphaType.Opaque);
        _canvas = new(_sheet);
        _canvas.Clear(new SKColor(0x22, 0x22, 0x22));
    }

    /// <summary>Where the words below a cell begin, in pixels.</summary>
    public static (int Left, int Top) Caption(int cell)
    {
        var (left, top) = Corner(cell);
        return (left, top + CellHeight + 2);
    }

    /// <summary>Draws a picture into a cell, as large as it fits.</summary>
    /// <param name="cell">Which, from 0.</param>
    /// <param name="frame">The picture; stays the caller's.</param>
    /// <param name="face">The face's left, top, width and height in shares of the picture; null for none.</param>
    public void Draw(int cell, VideoFrame frame, IReadOnlyList<float>? face)
    {
        using var pixels = Convert(frame);
        using var image = SKImage.FromBitmap(pixels);
        var (left, top) = Corner(cell);
        var scale = Math.Min((float)CellWidth / frame.Width, (float)CellHeight / frame.Height);
        var (width, height) = (frame.Width * scale, frame.Height * scale);
        var place = SKRect.Create(left + (CellWidth - width) / 2, top + (CellHeight - height) / 2, width, height);
        _canvas.DrawImage(image, place, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        if (face is null) return;
        using var line = new SKPaint { Style = SKPaintStyle.Stroke, Color = SKColors.Yellow };
        _canvas.DrawRect(
            SKRect.Create(place.Left + face[0] * width, place.Top + face[1] * height, face[2] * width, face[3] * height), line);
    }

    /// <summary>As a JPEG file.</summary>
    public byte[] Encode()
    {
        _canvas.Flush();
        using var data = _sheet.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return data.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _canvas.Dispose();
        _sheet.Dispose();
    }

    static (int Left, int Top) Corner(int cell) => (cell % Columns * (CellWidth + Margin), cell / Columns * (CellHeight + Strip));

    // BT.601, limited range, as cameras send it
    static SKBitmap Convert(VideoFrame frame)
    {
        var bitmap = new SKBitmap(frame.Width, frame.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var to = bitmap.GetPixelSpan();
        ReadOnlySpan<byte> luma = frame.Y, blue = frame.U, red = frame.V;
        for (var y = 0; y < frame.Height; y++)
        {
            for (var x = 0; x < frame.Width; x++)
            {
                var chroma = y / 2 * frame.StrideUV + x / 2;
                var (l, b, r) = (1.164f * (luma[y * frame.StrideY + x] - 16), blue[chroma] - 128, red[chroma] - 128);
                var at = y * bitmap.RowBytes + 4 * x;
                to[at] = Byte(l + 1.596f * r);
                to[at + 1] = Byte(l - 0.392f * b - 0.813f * r);
                to[at + 2] = Byte(l + 2.017f * b);
                to[at + 3] = byte.MaxValue;
            }
        }

        return bitmap;

        static byte Byte(float value) => (byte)Math.Clamp(value + 0.5f, 0, 255);
    }
}
