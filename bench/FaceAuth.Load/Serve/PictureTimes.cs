using FaceAuth.Load.Measuring;

namespace FaceAuth.Load.Serve;

/// <summary>How long the pictures of a <see cref="PictureWindow"/> took and how evenly they came, over all sessions.</summary>
/// <remarks>Of fixed size; safe from many threads, and a picture costs no lock.</remarks>
internal sealed class PictureTimes
{
    const double StepMs = 0.25;
    static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);   // three pictures at 15 a second

    readonly long[] _delays = new long[8001];   // up to 2 s; the last counts all above
    PictureWindow _window = PictureWindow.None;
    long _pictures;
    long _gaps;
    long _longestGapTicks;
    long _longestDelayTicks;

    /// <summary>Pictures of the window that came.</summary>
    public long Pictures => Interlocked.Read(ref _pictures);

    /// <summary>Pauses of more than 200 ms.</summary>
    public long Gaps => Interlocked.Read(ref _gaps);

    /// <summary>The longest pause between two pictures of one session.</summary>
    public TimeSpan LongestGap => TimeSpan.FromTicks(Interlocked.Read(ref _longestGapTicks));

    /// <summary>The longest delay in ms.</summary>
    public double LongestDelayMs => TimeSpan.FromTicks(Interlocked.Read(ref _longestDelayTicks)).TotalMilliseconds;

    /// <summary>A picture came.</summary>
    /// <param name="sent">Its timestamp.</param>
    /// <param name="receivedAt">When it was whole.</param>
    /// <param name="before">When the one before it came; null for a session's first.</param>
    public void Add(uint sent, TimeSpan receivedAt, TimeSpan? before)
    {
        if (!Volatile.Read(ref _window).Contains(sent)) return;
        Interlocked.Increment(ref _pictures);
        var milliseconds = RtpTime.MillisecondsBetween(sent, RtpTime.Of(receivedAt));
        var index = (int)Math.Clamp(milliseconds / StepMs, 0, _delays.Length - 1);
        Interlocked.Increment(ref _delays[index]);
        Raise(ref _longestDelayTicks, (long)(milliseconds * TimeSpan.TicksPerMillisecond));
        if (before is not { } last) return;
        var interval = receivedAt - last;
        if (interval > LongestPause) Interlocked.Increment(ref _gaps);
        Raise(ref _longestGapTicks, interval.Ticks);
    }

    /// <summary>The delay in ms that this share of the pictures did not exceed; 0 without any.</summary>
    public double Delay(double share)
    {
        var wanted = (long)Math.Ceiling(_delays.Sum() * share);
        long seen = 0;
        for (var i = 0; i < _delays.Length && wanted > 0; i++)
        {
            seen += Interlocked.Read(ref _delays[i]);
            if (seen >= wanted) return Math.Min((i + 1) * StepMs, LongestDelayMs);
        }

        return 0;
    }

    /// <summary>Begins anew, with a window that has not begun yet.</summary>
    public void Mark(PictureWindow window)
    {
        Volatile.Write(ref _window, PictureWindow.None);
        Array.Clear(_delays);
        Interlocked.Exchange(ref _pictures, 0);
        Interlocked.Exchange(ref _gaps, 0);
        Interlocked.Exchange(ref _longestGapTicks, 0);
        Interlocked.Exchange(ref _longestDelayTicks, 0);
        Volatile.Write(ref _window, window);
    }

    static void Raise(ref long highest, long value)
    {
        for (var seen = Interlocked.Read(ref highest); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref highest, value, seen);
            if (before == seen) return;
            seen = before;
        }
    }
}
