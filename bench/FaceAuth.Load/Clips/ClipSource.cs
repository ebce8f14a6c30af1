using System.ComponentModel;
using System.Diagnostics;
using System.Threading.Channels;
using FaceAuth.Media.Decode;

namespace FaceAuth.Load.Clips;

/// <summary>A clip as VP8 pictures.</summary>
/// <remarks>
/// An ffmpeg child process encodes ahead; at most two seconds wait here and the pipe holds the rest up. Dispose it to end the process.
/// What is VP8 in IVF already (.ivf) is played as it is, without ffmpeg, unless a size is asked for.
/// </remarks>
internal sealed class ClipSource : IAsyncDisposable
{
    const string Install =
        "ffmpeg is not installed; it turns the clip into video. "
        + "Install it (Debian, Ubuntu: apt-get install ffmpeg; macOS: brew install ffmpeg).";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);   // a second or less where nothing else runs

    readonly Process? _ffmpeg;
    readonly Channel<ClipPicture> _pictures;
    readonly CancellationTokenSource _stop = new();
    readonly Task<string?> _lastError;
    readonly Task _reading;
    readonly ClipSettings _settings;

    ClipSource(Process? ffmpeg, ClipSettings settings)
    {
        _ffmpeg = ffmpeg;
        _settings = settings;
        _pictures = Channel.CreateBounded<ClipPicture>(new BoundedChannelOptions(2 * settings.FramesPerSecond)
        {
            SingleReader = true,
            SingleWriter = true,
        });
        _lastError = ffmpeg is null ? Task.FromResult<string?>(null) : ReadLastLineAsync(ffmpeg.StandardError);
        _reading = ReadAsync();
    }

    /// <summary>The pictures in order; the channel ends with a <see cref="ClipException"/> when ffmpeg fails.</summary>
    public ChannelReader<ClipPicture> Pictures => _pictures.Reader;

    /// <summary>Size of the pictures.</summary>
    public PictureSize Size { get; private set; }

    /// <summary>Starts ffmpeg and waits for the first picture.</summary>
    /// <exception cref="ClipException">There is no such clip, no ffmpeg, or nothing can be made of it.</exception>
    public static async Task<ClipSource> OpenAsync(
        ClipSettings settings, string ffmpeg = "ffmpeg", CancellationToken cancellation = default)
    {
        if (!File.Exists(settings.Path))
            throw new ClipException($"There is no file {settings.Path}. Give the path of a video or a picture.");

        var isCoded = settings.Size is null && Path.GetExtension(settings.Path).Equals(".ivf", StringComparison.OrdinalIgnoreCase);
        var source = new ClipSource(isCoded ? null : Start(ffmpeg, FfmpegArguments.For(settings)), settings);
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
        if (_ffmpeg?.HasExited == false) _ffmpeg.Kill();
        await _reading;
        if (_ffmpeg is not null) await _ffmpeg.WaitForExitAsync();
        _ffmpeg?.Dispose();
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
            if (_ffmpeg is null) await ReadFileAsync();
            else await ReadStreamAsync(_ffmpeg.StandardOutput.BaseStream, TimeSpan.Zero);
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

    /// <summary>Reads the clip's file, again and again unless it is played once.</summary>
    async Task ReadFileAsync()
    {
        var began = TimeSpan.Zero;
        var end = began;
        do
        {
            began = end;
            await using var file = File.OpenRead(_settings.Path);
            end = await ReadStreamAsync(file, began);
        }
        while (!_settings.Once && end > began);
    }

    /// <summary>Reads to the stream's end, and says when its last picture ends.</summary>
    async Task<TimeSpan> ReadStreamAsync(Stream stream, TimeSpan began)
    {
        var ivf = await IvfReader.OpenAsync(stream, _stop.Token);
        if (ivf.FourCc != "VP80") throw new InvalidDataException($"it is {ivf.FourCc} and not VP80.");
        Size = new(ivf.Width, ivf.Height);
        var end = began;
        while (await ivf.ReadAsync(_stop.Token))
        {
            var at = began + ivf.Timestamp;
            end = at + TimeSpan.FromSeconds(1.0 / _settings.FramesPerSecond);
            if (ivf.Picture.Length > 0) await _pictures.Writer.WriteAsync(new(ivf.Picture.ToArray(), at), _stop.Token);
        }

        return end;
    }

    /// <summary>What was wrong, in ffmpeg's words where it has some; null when the clip simply came to its end.</summary>
    async Task<ClipException?> ExplainAsync(Exception? fault)
    {
        var clip = _settings.Path;
        if (_ffmpeg is null) return fault is null ? null : new($"{clip} cannot be played: {fault.Message.TrimEnd('.')}.", fault);
        await _ffmpeg.WaitForExitAsync();
        if (fault is null && _ffmpeg.ExitCode == 0) return null;
        var reason = (await _lastError)?.Replace($"file:{Path.GetFullPath(clip)}: ", "", StringComparison.Ordinal)
            ?? $"it ended with code {_ffmpeg.ExitCode}";
        return new(
            $"ffmpeg cannot play {clip}: {reason.TrimEnd('.')}. "
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
