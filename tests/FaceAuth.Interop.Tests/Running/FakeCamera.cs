using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace FaceAuth.Interop.Tests.Running;

/// <summary>Turns clips and photos into files that Chromium's fake camera plays in a loop: at most 640×480, 30 fps, motion JPEG.</summary>
static class FakeCamera
{
    static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Made = new();

    static readonly string Folder = Directory.CreateTempSubdirectory("faceauth-camera-").FullName;

    static FakeCamera() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);

    /// <summary>Makes the file, once for each clip; a photo becomes two seconds of standing picture.</summary>
    public static Task<string> PlayAsync(string clip) => Made.GetOrAdd(clip, path => new(() => MakeAsync(path))).Value;

    static async Task<string> MakeAsync(string clip)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(clip)))[..16];
        var target = Path.Combine(Folder, name + ".mjpeg");
        bool still = Path.GetExtension(clip).ToUpperInvariant() is ".JPG" or ".JPEG" or ".PNG" or ".PGM";
        string[] input = still ? ["-loop", "1", "-framerate", "30", "-t", "2", "-i", clip] : ["-i", clip];

        // no bars to fill up 4:3: no camera makes them, and they look like a screen's frame to the anti-spoof models
        const string Filter = "fps=30,scale=640:480:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=bicubic,"
            + "format=yuvj420p";
        var (code, output) = await ChildProcess.RunAsync(
            "ffmpeg", ["-v", "error", "-y", .. input, "-vf", Filter, "-q:v", "3", "-f", "mjpeg", target], TimeSpan.FromMinutes(1));
        return code == 0 ? target : throw new InvalidOperationException($"ffmpeg could not convert the clip: {output}");
    }
}
