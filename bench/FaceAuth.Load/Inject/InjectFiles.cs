using System.Diagnostics;

namespace FaceAuth.Load.Inject;

/// <summary>The clip in the forms that programs play, made once, in a folder of its own that goes with this.</summary>
internal sealed class InjectFiles : IDisposable
{
    const string Seconds = "40";

    // no bars: no camera makes them
    const string Filter = "fps=30,scale=640:480:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=bicubic";

    InjectFiles(string folder) => Folder = folder;

    /// <summary>Where they are; for what programs need besides too.</summary>
    public string Folder { get; }

    /// <summary>Motion JPEG, which Chromium's fake camera plays in a loop.</summary>
    public string Mjpeg => Path.Combine(Folder, "clip.mjpeg");

    /// <summary>VP8 in WebM, 40 s of the clip over and over.</summary>
    public string Webm => Path.Combine(Folder, "clip.webm");

    /// <summary>Makes them.</summary>
    /// <exception cref="LoadException">ffmpeg is missing or makes nothing of the clip.</exception>
    public static async Task<InjectFiles> MakeAsync(string clip, CancellationToken cancellation)
    {
        if (!File.Exists(clip)) throw new LoadException($"There is no file {clip}.");
        var files = new InjectFiles(Directory.CreateTempSubdirectory("faceauth-inject-").FullName);
        try
        {
            await FfmpegAsync(
                ["-i", clip, "-vf", Filter + ",format=yuvj420p", "-an", "-q:v", "3", "-f", "mjpeg", files.Mjpeg], cancellation);
            await FfmpegAsync(
                [
                    "-stream_loop", "-1", "-i", clip, "-t", Seconds, "-vf", Filter, "-an", "-c:v", "libvpx", "-deadline", "realtime",
                    "-cpu-used", "8", "-b:v", "2M", files.Webm,
                ],
                cancellation);
            return files;
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);

    static async Task FfmpegAsync(string[] arguments, CancellationToken cancellation)
    {
        try
        {
            using var ffmpeg = Process.Start(
                new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", "-y", .. arguments]) { RedirectStandardError = true })!;
            var said = await ffmpeg.StandardError.ReadToEndAsync(cancellation);
            await ffmpeg.WaitForExitAsync(cancellation);
            if (ffmpeg.ExitCode != 0) throw new LoadException("ffmpeg could not convert the clip: " + said.Trim());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new LoadException("ffmpeg is not installed; it converts the clip.");
        }
    }
}
