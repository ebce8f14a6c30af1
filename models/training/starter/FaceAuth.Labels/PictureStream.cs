using System.Buffers.Binary;
using FaceAuth.Frames;

namespace FaceAuth.Labels;

/// <summary>Pictures as a stream, each at once behind the one before.</summary>
/// <remarks>
/// Width and height, 32 bits each, little-endian and even, then the planes Y, U and V of 4:2:0 samples without padding, BT.601,
/// limited range.
/// </remarks>
internal sealed class PictureStream(Stream stream) : IDisposable
{
    readonly VideoFramePool _pool = new(limit: 2, kept: 1);

    /// <summary>The next picture, which the caller disposes; null at the end.</summary>
    /// <exception cref="InvalidDataException">The stream ends within a picture, or says sizes that are none.</exception>
    public VideoFrame? Next()
    {
        Span<byte> size = stackalloc byte[8];
        var got = stream.ReadAtLeast(size, 8, throwOnEndOfStream: false);
        if (got == 0) return null;
        var (width, height) = (BinaryPrimitives.ReadInt32LittleEndian(size), BinaryPrimitives.ReadInt32LittleEndian(size[4..]));
        if (got < 8 || width is < 16 or > 4096 || height is < 16 or > 4096 || (width | height) % 2 != 0)
            throw new InvalidDataException($"A picture of {width} × {height}: the stream is out of step.");
        if (!_pool.TryRent(width, height, out var frame)) throw new InvalidOperationException("The picture before was not disposed.");
        ReadPlane(frame.Y, width, height, frame.StrideY);
        ReadPlane(frame.U, width / 2, height / 2, frame.StrideUV);
        ReadPlane(frame.V, width / 2, height / 2, frame.StrideUV);
        return frame;
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();

    void ReadPlane(Span<byte> plane, int width, int height, int stride)
    {
        for (var row = 0; row < height; row++) stream.ReadExactly(plane.Slice(row * stride, width));
    }
}
