using System.Globalization;

namespace FaceAuth.Accuracy.Reports;

/// <summary>A bar with rate and time left, drawn at most ten times a second; a line every half minute where nobody watches.</summary>
/// <remarks>Safe from many threads.</remarks>
/// <param name="console">Where to.</param>
/// <param name="what">What is counted, e.g. "pictures".</param>
/// <param name="total">How many there are.</param>
/// <param name="time">The clock.</param>
internal sealed class ProgressBar(EvalConsole console, string what, int total, TimeProvider time)
{
    const int Width = 30;

    static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(30);

    readonly Lock _gate = new();
    readonly long _started = time.GetTimestamp();
    long _drawn;
    TimeSpan _nextLine = LineEvery;
    int _done;
    int _skipped;

    /// <summary>Items that an earlier run did; they do not count for the rate.</summary>
    public void Skip(int count) => _skipped = _done = count;

    /// <summary>More items are done.</summary>
    public void Add(int count)
    {
        lock (_gate)
        {
            _done += count;
            if (!console.ShowsBar)
            {
                SayHowFar(time.GetElapsedTime(_started));
                return;
            }

            if (_drawn != 0 && _done < total && time.GetElapsedTime(_drawn) < TimeSpan.FromSeconds(0.1)) return;
            _drawn = time.GetTimestamp();
            console.Error.Write($"\r{Line(what, _done, total, _done - _skipped, time.GetElapsedTime(_started))}\e[K");
        }
    }

    /// <summary>A line that stays, above the bar.</summary>
    public void Say(string line)
    {
        lock (_gate) console.Error.WriteLine(console.ShowsBar ? $"\r{line}\e[K" : line);
    }

    /// <summary>Takes the bar away.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (console.ShowsBar) console.Error.Write("\r\e[K");
        }
    }

    void SayHowFar(TimeSpan elapsed)
    {
        if (elapsed < _nextLine) return;
        _nextLine = elapsed + LineEvery;
        console.Error.WriteLine(Line(what, _done, total, _done - _skipped, elapsed));
    }

    /// <summary>The bar's line.</summary>
    internal static string Line(string what, int done, int total, int now, TimeSpan elapsed)
    {
        var filled = total == 0 ? Width : (int)((long)Width * done / total);
        var rate = elapsed > TimeSpan.Zero ? now / elapsed.TotalSeconds : 0;
        var left = rate > 0 ? TimeSpan.FromSeconds((total - done) / rate) : TimeSpan.Zero;
        return string.Create(CultureInfo.InvariantCulture,
            $"[{new string('#', filled)}{new string('.', Width - filled)}] {done}/{total} {what}, {rate:F1}/s, "
            + $"{(int)left.TotalMinutes}:{left.Seconds:00} left");
    }
}
