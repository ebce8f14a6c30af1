using System.Runtime.InteropServices;
using FaceAuth.Media.Contracts;

namespace FaceAuth.Media.Decode;

/// <summary>
/// Finds FFmpeg's libavcodec and the libavutil that belongs to it, newest first: majors 62/60 (FFmpeg 8), 61/59 (7), 60/58 (6),
/// 59/57 (5), 58/56 (4).
/// </summary>
/// <param name="Codec">Handle of libavcodec.</param>
/// <param name="Util">Handle of libavutil.</param>
/// <param name="CodecMajor">Major version of libavcodec.</param>
internal sealed record FfmpegLibraries(nint Codec, nint Util, int CodecMajor)
{
    const int Newest = 62, Oldest = 58;
    const int UtilBehind = 2;   // libavutil's major, behind libavcodec's, in every release since 4

    /// <summary>What to do when neither is there.</summary>
    internal const string Missing =
        "FFmpeg's libavcodec (major 58 to 62) with its libavutil is not installed, so no video can be decoded. "
        + "Debian, Ubuntu: apt-get install libavcodec59 (or 58, 60, 61: what the release has). Fedora: dnf install libavcodec-free. "
        + "Alpine: apk add ffmpeg-libavcodec. macOS: brew install ffmpeg. "
        + "Windows: put avcodec-*.dll and avutil-*.dll of a shared build on the PATH.";

    /// <summary>Loads the newest pair.</summary>
    /// <param name="tryLoad">Loads one library by file name; 0 when it is not there.</param>
    /// <exception cref="MediaStartException">There is none; the message says what to install.</exception>
    public static FfmpegLibraries Load(Func<string, nint> tryLoad)
    {
        for (var major = Newest; major >= Oldest; major--)
        {
            var util = tryLoad(FileName("avutil", major - UtilBehind));
            if (util == 0) continue;
            var codec = tryLoad(FileName("avcodec", major));
            if (codec != 0) return new FfmpegLibraries(codec, util, major);
        }

        throw new MediaStartException(Missing);
    }

    /// <summary>Loads the newest pair from where the system keeps its libraries.</summary>
    /// <exception cref="MediaStartException">There is none; the message says what to install.</exception>
    public static FfmpegLibraries Load() => Load(name => NativeLibrary.TryLoad(name, out var handle) ? handle : 0);

    internal static string FileName(string name, int major) =>
        OperatingSystem.IsWindows() ? $"{name}-{major}.dll"
        : OperatingSystem.IsMacOS() ? $"lib{name}.{major}.dylib"
        : $"lib{name}.so.{major}";
}
