using System.ComponentModel;
using System.Diagnostics;
using FaceAuth.People.Rendering;

namespace FaceAuth.People.Filming;

/// <summary>Feeds pictures to an ffmpeg of its own, which writes any file that its name says. One thread.</summary>
internal sealed class FrameWriter : IDisposable
{
    readonly Process _process;
    readonly Task<string> _errors;

    /// <param name="path">The file, or a numbered pattern for pictures.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="rate">Pictures a second.</param>
    /// <param name="options">What ffmpeg shall be told about the output.</param>
    /// <exception cref="InvalidOperationException">There is no ffmpeg.</exception>
    public FrameWriter(string path, int width, int height, int rate, params string[] options)
    {
        string[] arguments =
        [
            "-nostdin", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", $"{width}x{height}", "-r", $"{rate}",
            "-colorspace", "bt470bg", "-color_range", "tv", "-i", "-",
            "-threads", "1", .. options, path,
        ];
        try
        {
            _process = Process.Start(
                new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardInput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException("ffmpeg is missing: it writes pictures and clips.", e);
        }

        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Writes the next picture.</summary>
    /// <exception cref="IOException">ffmpeg has given up; <see cref="Dispose"/> says why.</exception>
    public void Write(Picture picture) => _process.StandardInput.BaseStream.Write(picture.Samples);

    /// <summary>Ends the file.</summary>
    /// <exception cref="InvalidOperationException">ffmpeg failed; the message is its own.</exception>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // it has ended before its input; what it said about that follows
        }

        var errors = _errors.GetAwaiter().GetResult();
        _process.WaitForExit();
        var code = _process.ExitCode;
        _process.Dispose();
        if (code != 0) throw new InvalidOperationException($"ffmpeg failed: {errors.Trim()}");
    }
}
