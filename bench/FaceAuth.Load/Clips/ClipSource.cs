using System.ComponentModel;
using System.Diagnostics;
using System.Threading.Channels;
using FaceAuth.Media.Decode;

namespace FaceAuth.Load.Clips;

/// <summary>A clip as VP8 pictures.</summary>
/// <remarks>
/// An ffmpeg child process encodes ahead; at most two seconds wait here and the pipe holds the rest up. Dispose it to end the process.
/// </remarks>
internal sealed class ClipSource : IAsyncDisposable
{
    const string Install =
        "ffmpeg is not installed; it turns the clip into video. "
        + "Install it (Debian, Ubuntu: apt-get install ffmpeg; macOS: brew install ffmpeg).";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);   // a second or less where nothing else runs

    readonly Process _ffmpeg;
    readonly Channel<ClipPicture> _pictures;
    readonly CancellationTokenSource _stop = new();
    readonly Task<string?> _lastError;
    readonly Task _reading;
    readonly string _clip;

    ClipSource(Process ffmpeg, ClipSettings settings)
    {
        _ffmpeg = ffmpeg;
        _clip = settings.Path;
        _pictures = Channel.CreateBounded<ClipPicture>(new BoundedChannelOptions(2 * settings.FramesPerSecond)
        {
            SingleReader = true,
            SingleWriter = true,
        });
        _lastError = ReadLastLineAsync(ffmpeg.StandardError);
        _reading = ReadAsync();
    }

    /// <summary>The pictures in order; the channel ends with a <see cref="ClipException"/> when ffmpeg fails.</summary>
    public ChannelReader<ClipPicture> Pictures => _pictures.Reader;

    /// <summary>Size of the pictures.</summary>
    public PictureSize Size { get; private set; }

    /// <summary>Starts ffmpeg and waits for the first picture.</summary>
    /// <exception cref="ClipException">There is no such clip, no ffmpeg, or ffmpeg makes nothing of it.</exception>
    public static async Task<ClipSource> OpenAsync(
        ClipSettings settings, string ffmpeg = "ffmpeg", CancellationToken cancellation = default)
    {
        if (!File.Exists(settings.Path))
            throw new ClipException($"There is no file {settings.Path}. Give the path of a video or a picture.");

        var source = new ClipSource(Start(ffmpeg, FfmpegArguments.For(settings)), settings);
        try
        {
            if (!await source.Pictures.WaitToReadAsync(cancellation).AsTask().WaitAsync(Patience, cancellation))
                throw new ClipException($"{settings.Path} has no video.");
            return source;
        }
        catch (TimeoutException e)
        {
            await source.DisposeAsync();
            throw new ClipException($"ffmpeg made no picture of {settings.Path} in {Patience.TotalSeconds:0} s. Try another clip.", e);
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (!_ffmpeg.HasExited) _ffmpeg.Kill();
        await _reading;
        await _ffmpeg.WaitForExitAsync();
        _ffmpeg.Dispose();
        _stop.Dispose();
    }

    static Process Start(string ffmpeg, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(ffmpeg, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        try
        {
            return Process.Start(start) ?? throw new ClipException(Install);
        }
        catch (Win32Exception e)
        {
            throw new ClipException(Install, e);
        }
    }

    async Task ReadAsync()
    {
        Exception? fault = null;
        try
        {
            var ivf = await IvfReader.OpenAsync(_ffmpeg.StandardOutput.BaseStream, _stop.Token);
            Size = new(ivf.Width, ivf.Height);
            while (await ivf.ReadAsync(_stop.Token))
            {
                if (ivf.Picture.Length > 0) await _pictures.Writer.WriteAsync(new(ivf.Picture.ToArray(), ivf.Timestamp), _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            fault = e;
        }

        _pictures.Writer.TryComplete(_stop.IsCancellationRequested ? null : await ExplainAsync(fault));
    }

    /// <summary>What ffmpeg said, when it failed; null when it simply came to the end.</summary>
    async Task<ClipException?> ExplainAsync(Exception? fault)
    {
        await _ffmpeg.WaitForExitAsync();
        if (fault is null && _ffmpeg.ExitCode == 0) return null;
        var reason = (await _lastError)?.Replace($"file:{Path.GetFullPath(_clip)}: ", "", StringComparison.Ordinal)
            ?? $"it ended with code {_ffmpeg.ExitCode}";
        return new(
            $"ffmpeg cannot play {_clip}: {reason.TrimEnd('.')}. "
            + "Try another clip, or play this one with ffplay to see what is wrong.", fault);
    }

    static async Task<string?> ReadLastLineAsync(StreamReader reader)
    {
        string? last = null;
        while (await reader.ReadLineAsync() is { } line)
            if (!string.IsNullOrWhiteSpace(line)) last = line.Trim();
        return last;
    }
}
