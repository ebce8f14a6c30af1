using FaceAuth.Frames;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Depacketize;

namespace FaceAuth.Media.Decode;

/// <summary>Decodes one known picture at the start.</summary>
/// <remarks>So that a library whose structures differ from ours is found then and not by a crash later.</remarks>
internal static class FfmpegSelfTest
{
    const int Side = 16;
    const byte Grey = 0x7E;

    // A VP8 keyframe of 16×16 pixels, all luma samples 0x7E.
    static ReadOnlySpan<byte> Picture =>
    [
        0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A, 0x10, 0x00, 0x10, 0x00, 0x00, 0x47, 0x08, 0x85, 0x85,
        0x88, 0x99, 0x84, 0x88, 0x02, 0x02, 0x00, 0x0C, 0x0D, 0x60, 0x00, 0xFE, 0xC3, 0xE0, 0x00,
    ];

    /// <exception cref="MediaStartException">The picture came out wrong or not at all.</exception>
    public static void Run()
    {
        using var pool = new VideoFramePool(limit: 1, kept: 0);
        using var decoder = new FfmpegDecoder(VideoCodec.Vp8, Side);
        var outcome = decoder.Decode(Picture, pool, out var frame);
        if (outcome == DecodeOutcome.Decoded)
        {
            using (frame)
            {
                if (frame!.Width == Side && frame.Height == Side && IsGrey(frame)) return;
            }
        }

        throw new MediaStartException(
            $"{FfmpegNative.Version} does not decode a VP8 test picture ({outcome}). Install a build of FFmpeg with its own VP8 decoder.");
    }

    static bool IsGrey(VideoFrame frame)
    {
        for (var row = 0; row < Side; row++)
            if (frame.Y.Slice(row * frame.StrideY, Side).ContainsAnyExcept(Grey)) return false;
        return true;
    }
}
