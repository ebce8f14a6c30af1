using FaceAuth.Accuracy.Pictures;
using FaceAuth.Frames;

namespace FaceAuth.Testing;

/// <summary>
/// Photos and clips as frames, read as <c>faceauth eval</c> reads them; every frame is delivered, at the clip's own numbering.
/// </summary>
public static class Clips
{
    static readonly PictureReader Reader = new();

    /// <summary>
    /// Frames of a clip in order; the caller disposes each. A numbered pattern such as "s1/%d.pgm" reads pictures from 1 on.
    /// </summary>
    /// <param name="path">Any file that ffmpeg reads.</param>
    /// <param name="filter">An ffmpeg filter that comes first, e.g. "scale=640:360"; null for none.</param>
    /// <param name="frames">How many at most; 0 for all.</param>
    public static IEnumerable<VideoFrame> Frames(string path, string? filter = null, int frames = 0)
    {
        Require.Program("ffmpeg", "ffmpeg");
        return Reader.Read(path, filter, frames);
    }

    /// <summary>One photo, or a clip's first frame; the caller disposes it.</summary>
    public static VideoFrame Still(string path, string? filter = null) => Frames(path, filter, 1).First();
}
