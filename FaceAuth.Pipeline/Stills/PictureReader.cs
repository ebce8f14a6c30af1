using FaceAuth.Frames;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Stills;

/// <inheritdoc cref="IPictureReader"/>
internal sealed class PictureReader : IPictureReader, IDisposable
{
    // two for each run that may be open, and then some
    readonly VideoFramePool _frames = new(limit: 1024, kept: 32);

    public PictureFlaw? Read(ReadOnlySpan<byte> file, int mostPixels, out VideoFrame? frame)
    {
        frame = null;
        if (PictureShape.FlawOf(file, mostPixels) is { } flaw) return flaw;
        (frame, var wrong) = StillPicture.Read(file, _frames);
        return wrong is null or StillPicture.NoRoom ? null : PictureFlaw.NotAPicture;
    }

    public void Dispose() => _frames.Dispose();
}
