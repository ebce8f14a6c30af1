using FaceAuth.Frames;

namespace FaceAuth.Pipeline.Contracts;

/// <summary>Decodes single pictures, which some clients send in place of video. Safe from many threads.</summary>
public interface IPictureReader
{
    /// <summary>Decodes a JPEG or PNG file, upright as its Exif says, to a frame as video has it.</summary>
    /// <remarks>
    /// Everything that bounds the work is read from the file's own structure first; only then does the decoder see it. Never throws for
    /// what the file says. It has neither <see cref="VideoFrame.RtpTimestamp"/> nor <see cref="VideoFrame.ReceivedAt"/>.
    /// </remarks>
    /// <param name="file">The whole file.</param>
    /// <param name="mostPixels">Pixels that it may have.</param>
    /// <param name="frame">The caller's, at most 1280 pixels a side; null where there is a flaw, or too many frames are out.</param>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    PictureFlaw? Read(ReadOnlySpan<byte> file, int mostPixels, out VideoFrame? frame);
}
