using System.Globalization;

namespace FaceAuth.Load.Clips;

/// <summary>How ffmpeg is asked to turn a clip into VP8 in IVF on its standard output, as a camera and a browser would make it.</summary>
internal static class FfmpegArguments
{
    static readonly string[] StillExtensions =
        [".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff", ".pgm", ".ppm", ".pnm"];

    /// <summary>Whether a file is one picture, by its name.</summary>
    public static bool IsStill(string path) => StillExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>The arguments.</summary>
    public static IReadOnlyList<string> For(ClipSettings settings)
    {
        var fps = settings.FramesPerSecond.ToString(CultureInfo.InvariantCulture);
        var bits = settings.BitsPerSecond.ToString(CultureInfo.InvariantCulture);
        var (width, height) = settings.Size ?? PictureSize.Default;
        var pad = settings.Size is null ? "" : $",pad={width}:{height}:(ow-iw)/2:(oh-ih)/2";
        List<string> arguments = ["-nostdin", "-v", "error"];
        // -xerror: a picture that cannot be read would be tried again for ever.
        if (IsStill(settings.Path))
            arguments.AddRange(["-xerror", "-f", "image2", "-pattern_type", "none", "-loop", "1", "-framerate", fps]);
        else if (!settings.Once) arguments.AddRange(["-stream_loop", "-1"]);
        arguments.AddRange(["-i", $"file:{Path.GetFullPath(settings.Path)}", "-map", "0:v:0"]);

        // The whole picture, its aspect kept; what a browser sends is BT.601 in limited range.
        arguments.AddRange(["-vf", string.Create(CultureInfo.InvariantCulture,
            $"fps={fps},scale={width}:{height}:force_original_aspect_ratio=decrease:force_divisible_by=2"
            + $":out_range=tv:out_color_matrix=bt601{pad},setsar=1,format=yuv420p")]);

        // libvpx as WebRTC runs it: no look-ahead, no hidden pictures, constant rate; a keyframe a second, so that one is never far.
        arguments.AddRange(["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-lag-in-frames", "0", "-auto-alt-ref", "0",
            "-error-resilient", "1", "-b:v", bits, "-minrate", bits, "-maxrate", bits, "-bufsize", bits, "-g", fps, "-keyint_min", fps,
            "-threads", "1"]);
        if (IsStill(settings.Path) && settings.Once) arguments.AddRange(["-frames:v", "1"]);
        arguments.AddRange(["-f", "ivf", "-"]);
        return arguments;
    }
}
