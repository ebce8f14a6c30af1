using FaceAuth.Frames;

namespace FaceAuth.Pipeline.Imaging;

/// <summary>A small copy of a picture, turned by quarters, for looking whether it lies on its side.</summary>
/// <remarks>Its memory is kept from picture to picture. One owner, one thread.</remarks>
internal sealed class TurnedPicture : IDisposable
{
    // enough for a detector to find a face that is large enough to count
    const int MaxSide = 640;
    const int MaxLevel = 6;

    readonly VideoFramePool _frames = new(limit: 1, kept: 1);
    readonly PicturePyramid _turned = new();
    VideoFrame? _frame;

    /// <summary>Turns a picture clockwise; what it returns is good until the next call.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="quarters">1–3.</param>
    public PicturePyramid Turn(PicturePyramid picture, int quarters)
    {
        var level = 0;
        // no frame is narrower than two pixels, whatever shapes a client sends
        while (level < MaxLevel && Math.Max(picture.Width, picture.Height) >> level > MaxSide
            && Math.Min(picture.Width, picture.Height) >> (level + 1) >= 2)
            level++;
        var from = picture.Level(level);
        var (width, height) = quarters == 2 ? (from.Width, from.Height) : (from.Height, from.Width);
        Release();
        if (!_frames.TryRent(width, height, out var frame)) throw new InvalidOperationException("The turned picture is still out.");
        _frame = frame;
        frame.FullRange = from.FullRange;
        Turn(from.Y, from.Width, from.Height, from.StrideY, frame.Y, frame.StrideY, quarters);
        Turn(from.U, from.ChromaWidth, from.ChromaHeight, from.StrideUV, frame.U, frame.StrideUV, quarters);
        Turn(from.V, from.ChromaWidth, from.ChromaHeight, from.StrideUV, frame.V, frame.StrideUV, quarters);
        _turned.Load(frame);
        return _turned;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        _frames.Dispose();
    }

    void Release()
    {
        _turned.Unload();
        _frame?.Dispose();
        _frame = null;
    }

    static void Turn(ReadOnlySpan<byte> from, int width, int height, int stride, Span<byte> to, int toStride, int quarters)
    {
        for (var row = 0; row < height; row++)
        {
            var samples = from.Slice(row * stride, width);
            // where the row's first sample goes, and how far the next lies from it
            var (start, step) = quarters switch
            {
                1 => (height - 1 - row, toStride),
                2 => ((height - 1 - row) * toStride + width - 1, -1),
                _ => ((width - 1) * toStride + row, -toStride),
            };
            for (var column = 0; column < width; column++) to[start + column * step] = samples[column];
        }
    }
}
