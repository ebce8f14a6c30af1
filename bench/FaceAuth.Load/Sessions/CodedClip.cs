using System.Diagnostics;
using FaceAuth.Load.Clips;

namespace FaceAuth.Load.Sessions;

/// <summary>A clip coded once as VP8 in IVF, for many cameras to play; the file goes with it.</summary>
internal sealed class CodedClip : IDisposable
{
    readonly bool _isOwn;

    CodedClip(string path, bool isOwn) => (Path, _isOwn) = (path, isOwn);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Codes a clip; one that is coded already is played as it is.</summary>
    /// <exception cref="LoadException">There is no such clip, no ffmpeg, or nothing can be made of it.</exception>
    public static async Task<CodedClip> MakeAsync(ClipSettings clip, CancellationToken cancellation)
    {
        if (!File.Exists(clip.Path)) throw new LoadException($"There is no file {clip.Path}. Give the path of a video of a person.");
        if (System.IO.Path.GetExtension(clip.Path).Equals(".ivf", StringComparison.OrdinalIgnoreCase)) return new(clip.Path, isOwn: false);
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"faceauth-{Guid.NewGuid():N}.ivf");
        var coded = new CodedClip(path, isOwn: true);
        try
        {
            using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", FfmpegArguments.For(clip with { Once = true }))
            {
                RedirectStandardOutput = true,
            })!;
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
                await ffmpeg.StandardOutput.BaseStream.CopyToAsync(file, cancellation);
            await ffmpeg.WaitForExitAsync(cancellation);
            return ffmpeg.ExitCode == 0 ? coded : throw new LoadException($"ffmpeg cannot play {clip.Path}; what it says stands above.");
        }
        catch (Exception e)
        {
            coded.Dispose();
            if (e is System.ComponentModel.Win32Exception)
                throw new LoadException("ffmpeg is not installed; it turns clips into video.", e);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isOwn) File.Delete(Path);
    }
}
