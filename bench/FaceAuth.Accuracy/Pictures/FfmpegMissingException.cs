namespace FaceAuth.Accuracy.Pictures;

/// <summary>The program ffmpeg cannot be started, so that no picture can be read at all; the message says what to do.</summary>
internal sealed class FfmpegMissingException(string program, Exception? inner = null)
    : Exception(
        $"{program} is not installed; it decodes the pictures. "
        + "Install it (Debian, Ubuntu: apt-get install ffmpeg; macOS: brew install ffmpeg).",
        inner);
