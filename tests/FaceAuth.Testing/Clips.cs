using System.Diagnostics;
using System.Globalization;
using System.Text;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Testing;

/// <summary>
/// Decodes photos and clips to frames as WebRTC would carry them: I420, BT.601, limited range. An ffmpeg child process
/// does it and writes YUV4MPEG2; every frame is delivered, at the clip's own numbering.
/// </summary>
public static class Clips
{
    static readonly VideoFramePool Pool = new(limit: 256, kept: 4);

    /// <summary>Frames of a clip in order; the caller disposes each. A numbered pattern such as "s1/%d.pgm" reads pictures from 1 on.</summary>
    /// <param name="path">Any file that ffmpeg reads.</param>
    /// <param name="filter">An ffmpeg filter that comes first, e.g. "scale=640:360"; null for none.</param>
    /// <param name="frames">How many at most; 0 for all.</param>
    public static IEnumerable<VideoFrame> Frames(string path, string? filter = null, int frames = 0)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var ffmpeg = Start(path, filter, frames);
        var errors = ffmpeg.StandardError.ReadToEndAsync();
        try
        {
            var stream = ffmpeg.StandardOutput.BaseStream;
            if (ReadLine(stream) is not { } header)
            {
                throw new InvalidDataException($"ffmpeg made nothing of {path}: {errors.GetAwaiter().GetResult()}");
            }

            var (width, height) = (Side(header, 'W'), Side(header, 'H'));
            for (uint number = 0; ReadLine(stream) is not null; number++)
            {
                if (!Pool.TryRent(width, height, out var frame)) throw new InvalidOperationException("Too many frames are out: dispose them.");
                ReadPlane(stream, frame.Y, frame.StrideY, frame.Width, frame.Height);
                ReadPlane(stream, frame.U, frame.StrideUV, frame.ChromaWidth, frame.ChromaHeight);
                ReadPlane(stream, frame.V, frame.StrideUV, frame.ChromaWidth, frame.ChromaHeight);
                frame.RtpTimestamp = number * 3000;
                frame.ReceivedAt = TimeSpan.FromSeconds(number / 30.0);
                yield return frame;
            }
        }
        finally
        {
            if (!ffmpeg.HasExited) ffmpeg.Kill();
            ffmpeg.WaitForExit();
        }
    }

    /// <summary>One photo, or a clip's first frame; the caller disposes it.</summary>
    public static VideoFrame Still(string path, string? filter = null) => Frames(path, filter, 1).First();

    static Process Start(string path, string? filter, int frames)
    {
        const string AsSent = "scale=out_range=tv:out_color_matrix=bt601,format=yuv420p";
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        List<string> arguments = ["-nostdin", "-v", "error", "-i", path, "-fps_mode", "passthrough", "-vf", string.IsNullOrEmpty(filter) ? AsSent : $"{filter},{AsSent}"];
        if (frames > 0) arguments.AddRange(["-frames:v", frames.ToString(CultureInfo.InvariantCulture)]);
        arguments.AddRange(["-an", "-f", "yuv4mpegpipe", "-"]);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException("ffmpeg did not start.");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw SharedFiles.CannotRun("ffmpeg is not installed: run eng/setup.");
        }
    }

    static int Side(string header, char letter) => int.Parse(
        header.Split(' ').First(part => part[0] == letter).AsSpan(1), CultureInfo.InvariantCulture);

    static string? ReadLine(Stream stream)
    {
        var line = new StringBuilder();
        for (int next; (next = stream.ReadByte()) != '\n';)
        {
            if (next < 0) return null;
            line.Append((char)next);
        }

        return line.ToString();
    }

    static void ReadPlane(Stream stream, Span<byte> plane, int stride, int width, int height)
    {
        for (var row = 0; row < height; row++) stream.ReadExactly(plane.Slice(row * stride, width));
    }
}
