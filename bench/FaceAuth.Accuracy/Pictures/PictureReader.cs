using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using FaceAuth.Accuracy.Data;
using FaceAuth.Frames;

namespace FaceAuth.Accuracy.Pictures;

/// <summary>Decodes photos and clips to frames as WebRTC would carry them: I420, BT.601, limited range.</summary>
/// <remarks>An ffmpeg child process does it and writes YUV4MPEG2. Safe from many threads; each call has its own process.</remarks>
/// <param name="maxSide">Pictures with a longer side are scaled down to it, 16–4096; cameras deliver 640 to 1280.</param>
/// <param name="ffmpeg">The program.</param>
internal sealed class PictureReader(int maxSide = 4096, string ffmpeg = "ffmpeg") : IDisposable
{
    const string AsSent = "out_range=tv:out_color_matrix=bt601,format=yuv420p";

    // One process for so many pictures: starting it takes 140 ms, decoding 250 × 250 pixels 2.5 ms.
    const int Batch = 64;

    readonly VideoFramePool _pool = new(limit: 256, kept: 4);

    /// <summary>Frames still out, for tests.</summary>
    public IReadOnlyList<string> Leaks => _pool.Leaks();

    /// <summary>Frames of a clip in order, or one photo; the caller disposes each.</summary>
    /// <remarks>
    /// Stamped as if 30 a second. A numbered pattern such as "s1/%d.pgm" reads pictures from 1 on, unless a file has that very name.
    /// </remarks>
    /// <param name="path">Any file that ffmpeg reads.</param>
    /// <param name="filter">An ffmpeg filter that comes first, e.g. "scale=640:360"; null for none.</param>
    /// <param name="frames">How many at most; 0 for all.</param>
    /// <param name="rate">Hears the clip's own rate, frames a second, before the first of them; 0 where it has none.</param>
    /// <exception cref="PictureException">Nothing can be read of it.</exception>
    /// <exception cref="FfmpegMissingException">There is no ffmpeg.</exception>
    public IEnumerable<VideoFrame> Read(string path, string? filter = null, int frames = 0, Action<double>? rate = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        // before the output's name: ffmpeg ignores what comes after it
        string[] limit = frames > 0 ? ["-frames:v", frames.ToString(CultureInfo.InvariantCulture)] : [];
        List<string> arguments = ["-nostdin", "-v", "error", .. Literally(path), "-i", path, .. limit, .. Conversion(filter)];
        using var process = Start(arguments);
        var errors = process.StandardError.ReadToEndAsync();
        uint number = 0;
        try
        {
            var reader = new Y4mReader(process.StandardOutput.BaseStream, _pool);
            while (Next(reader) is { } frame)
            {
                if (number == 0) rate?.Invoke(reader.Rate);
                frame.RtpTimestamp = number * 3000;
                frame.ReceivedAt = TimeSpan.FromSeconds(number / 30.0);
                number++;
                yield return frame;
            }
        }
        finally
        {
            End(process);
        }

        if (number == 0) throw new PictureException($"ffmpeg makes nothing of {path}: {LastLine(errors.GetAwaiter().GetResult())}");
    }

    /// <summary>Photos in the order of their paths, one after another; the caller disposes each frame.</summary>
    /// <remarks>One that cannot be read is told, and the rest goes on.</remarks>
    /// <exception cref="FfmpegMissingException">There is no ffmpeg.</exception>
    public IEnumerable<DecodedPicture> ReadMany(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        for (var first = 0; first < paths.Count;)
        {
            var batch = Gather(paths, first);
            var decoded = batch.Count > 1 ? DecodeTogether(batch) : null;
            var (i, count) = (0, Math.Max(1, batch.Count));
            try
            {
                while (i < count)
                {
                    var at = i++;
                    yield return decoded?[at] is { } frame ? new(first + at, frame, null) : ReadOne(paths[first + at], first + at);
                }
            }
            finally
            {
                for (; i < decoded?.Length; i++) decoded[i].Dispose();   // whoever asked has left
            }

            first += count;
        }
    }

    /// <summary>Gives the frames' memory back; frames still out follow as they are disposed.</summary>
    public void Dispose() => _pool.Dispose();

    DecodedPicture ReadOne(string path, int index)
    {
        try
        {
            return new(index, Read(path, null, 1).First(), null);
        }
        catch (PictureException e)
        {
            return new(index, null, e.Message);
        }
    }

    /// <summary>The files from <paramref name="first"/> on that one decoder can take.</summary>
    /// <remarks>They come out in the size that their headers say; empty when not even the first can.</remarks>
    List<(byte[] File, PictureHeader Header)> Gather(IReadOnlyList<string> paths, int first)
    {
        List<(byte[] File, PictureHeader Header)> files = [];
        for (var i = first; i < paths.Count && files.Count < Batch; i++)
        {
            if (!TryReadFile(paths[i], out var file) || !PictureHeader.TryRead(file, out var header)) break;
            if (header.MayTurn || Math.Min(header.Width, header.Height) < 2 || Math.Max(header.Width, header.Height) > maxSide) break;
            if (files.Count > 0 && header.Demuxer != files[0].Header.Demuxer) break;
            files.Add((file, header));
        }

        return files;
    }

    /// <summary>
    /// One frame a file; null when ffmpeg complained or wrote more or less than the headers promise, so that nobody knows which is which.
    /// </summary>
    VideoFrame[]? DecodeTogether(List<(byte[] File, PictureHeader Header)> files)
    {
        using var process = Start(
            [
                "-v", "error", "-f", files[0].Header.Demuxer, "-i", "-", "-fps_mode", "passthrough",
                "-autoscale", "0", "-vf", $"scale={AsSent}", "-f", "rawvideo", "-",
            ], feed: true);
        var errors = process.StandardError.ReadToEndAsync();
        var feeding = Task.Run(() => Feed(process, files));
        List<VideoFrame> frames = [];
        var isWhole = false;
        try
        {
            var stream = process.StandardOutput.BaseStream;
            foreach (var (_, header) in files) frames.Add(Y4mReader.ReadPlanes(stream, _pool, header.Width, header.Height));
            isWhole = stream.ReadByte() < 0;
        }
        catch (EndOfStreamException)
        {
            // fewer pictures than files
        }
        finally
        {
            if (isWhole) process.WaitForExit();
            End(process);
            feeding.GetAwaiter().GetResult();
        }

        if (isWhole && string.IsNullOrWhiteSpace(errors.GetAwaiter().GetResult())) return [.. frames];
        foreach (var frame in frames) frame.Dispose();
        return null;
    }

    static void Feed(Process process, List<(byte[] File, PictureHeader Header)> files)
    {
        try
        {
            using var input = process.StandardInput.BaseStream;
            foreach (var (file, _) in files) input.Write(file);
        }
        catch (IOException)
        {
            // ffmpeg gave up; what it wrote to its error stream says why
        }
    }

    static VideoFrame? Next(Y4mReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    string[] Conversion(string? filter)
    {
        var shrink = $"scale='min(iw,{maxSide})':'min(ih,{maxSide})':force_original_aspect_ratio=decrease:{AsSent}";
        return
        [
            "-fps_mode", "passthrough", "-vf", string.IsNullOrEmpty(filter) ? shrink : $"{filter},{shrink}",
            "-an", "-f", "yuv4mpegpipe", "-",
        ];
    }

    Process Start(IReadOnlyList<string> arguments, bool feed = false)
    {
        var start = new ProcessStartInfo(ffmpeg, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        try
        {
            var process = Process.Start(start) ?? throw new FfmpegMissingException(ffmpeg);
            if (!feed) process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception e)
        {
            throw new FfmpegMissingException(ffmpeg, e);
        }
    }

    static void End(Process process)
    {
        if (!process.HasExited) process.Kill();
        process.WaitForExit();
    }

    static bool TryReadFile(string path, out byte[] file)
    {
        try
        {
            file = File.ReadAllBytes(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file = [];
            return false;
        }
    }

    // its readers of single pictures take a name with a percent sign for a pattern
    static string[] Literally(string path) =>
        path.Contains('%', StringComparison.Ordinal) && PictureFiles.IsPicture(path) && File.Exists(path)
            ? ["-f", "image2", "-pattern_type", "none"] : [];

    static string LastLine(string errors)
    {
        if (errors.Contains("does not contain any stream", StringComparison.Ordinal)) return "it holds no picture, sound at most";
        return errors.Trim().Split('\n')[^1].Trim() is { Length: > 0 } line ? line : "it holds no picture";
    }
}
