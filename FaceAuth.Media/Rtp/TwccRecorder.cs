using FaceAuth.Media.Rtp.Rtcp;

namespace FaceAuth.Media.Rtp;

/// <summary>
/// Remembers when each packet of a transport arrived and says so to the sender, which steers its bitrate by it
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3,
/// https://datatracker.ietf.org/doc/html/draft-holmer-rmcat-transport-wide-cc-extensions-01).
/// </summary>
/// <remarks>Bounded: the last <see cref="Window"/> numbers. Does no IO.</remarks>
/// <param name="interval">Time between two messages.</param>
internal sealed class TwccRecorder(TimeSpan interval)
{
    /// <summary>Transport-wide numbers remembered.</summary>
    public const int Window = 1024;

    const int AtOnce = 256;   // this many unreported: do not wait for the interval
    const long Never = TransportFeedback.Never;

    readonly long[] _arrivals = NewArrivals();   // ticks, by number
    SequenceUnwrapper _unwrapper = new();
    TimeSpan _dueAt = TimeSpan.MaxValue;
    long _from;     // first number not yet reported
    long _until;    // one past the highest seen
    bool _started;
    byte _count;

    /// <summary>When to poll next.</summary>
    public TimeSpan Deadline => _dueAt;

    /// <summary>Messages written.</summary>
    public long Messages { get; private set; }

    /// <summary>A packet with this transport-wide number arrived at <paramref name="now"/>.</summary>
    public void Record(ushort sequence, TimeSpan now)
    {
        if (!_unwrapper.TryUnwrap(sequence, out var number)) return;
        if (!_started)
        {
            _started = true;
            _from = _until = number;
        }

        if (number < _until - Window) return;
        if (number >= _until)
        {
            for (var skipped = Math.Max(_until, number - Window); skipped < number; skipped++) Slot(skipped) = Never;
            _until = number + 1;
            _from = Math.Max(_from, _until - Window);
        }
        else
        {
            if (Slot(number) != Never) return;   // the first arrival counts
            _from = Math.Min(_from, number);     // late, after its message went: reported again from there
        }

        Slot(number) = now.Ticks;
        if (_dueAt == TimeSpan.MaxValue) _dueAt = now + interval;
        if (_until - _from >= AtOnce && _dueAt > now) _dueAt = now;
    }

    /// <summary>Writes the message that is due, or the next part of it; 0 when none is.</summary>
    public int Poll(TimeSpan now, uint senderSsrc, uint mediaSsrc, Span<byte> rtcp)
    {
        if (now < _dueAt) return 0;
        var length = TransportFeedback.Write(rtcp, senderSsrc, mediaSsrc, _from, _until, _arrivals, _count, out var reported);
        _count++;
        Messages++;
        _from = reported;
        if (_from == _until) _dueAt = TimeSpan.MaxValue;
        return length;
    }

    ref long Slot(long number) => ref _arrivals[number & (Window - 1)];

    static long[] NewArrivals()
    {
        var arrivals = new long[Window];
        Array.Fill(arrivals, Never);
        return arrivals;
    }
}
