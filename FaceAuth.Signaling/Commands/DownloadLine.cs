using FaceAuth.Pipeline.Packs.Download;

namespace FaceAuth.Signaling.Commands;

/// <summary>One file's download as one line that is written over.</summary>
/// <remarks>Where that line would land in a file, only troubles and the end are written.</remarks>
/// <param name="output">The console's error stream.</param>
/// <param name="isRedirected">Whether it is no terminal.</param>
internal sealed class DownloadLine(TextWriter output, bool isRedirected) : IProgress<DownloadProgress>, IDisposable
{
    const int Cells = 30;
    static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);

    readonly long _startedAt = TimeProvider.System.GetTimestamp();
    long? _alreadyHere;
    TimeSpan _shownAt = -Refresh;
    int _width;

    /// <inheritdoc/>
    public void Report(DownloadProgress value)
    {
        if (value.Trouble is { } trouble)
        {
            Clear();
            output.WriteLine($"{value.File}: {trouble}; trying again");
            return;
        }

        _alreadyHere ??= value.Received;
        var elapsed = TimeProvider.System.GetElapsedTime(_startedAt);
        if (isRedirected || elapsed - _shownAt < Refresh) return;
        _shownAt = elapsed;
        var filled = (int)(Cells * value.Received / Math.Max(1, value.Total));
        var speed = (value.Received - _alreadyHere.Value) / Math.Max(0.001, elapsed.TotalSeconds);
        var line = $"{value.File} [{new string('#', filled)}{new string('.', Cells - filled)}] "
            + $"{PackTexts.Size(value.Received)} of {PackTexts.Size(value.Total)}, {PackTexts.Size((long)speed)}/s";
        output.Write($"\r{line.PadRight(_width)}");
        _width = line.Length;
    }

    /// <summary>The file is in its place.</summary>
    public void Done(PartStatus part)
    {
        Clear();
        output.WriteLine($"{part.File}  {PackTexts.Size(part.Bytes)}, checksum right");
    }

    /// <summary>Leaves the line empty for what comes next.</summary>
    public void Dispose() => Clear();

    void Clear()
    {
        if (_width > 0) output.Write($"\r{new string(' ', _width)}\r");
        _width = 0;
    }
}
