using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Evidence;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>Whether the camera's clock keeps time with the host's.</summary>
/// <remarks>
/// How long a blink took is measured by the RTP timestamps, which are the client's word: by a clock that runs slow, eyes held closed for
/// a second blink. The network only ever adds to a picture's way, so the shortest way within half a second is compared with the others of
/// the last two: where they differ by more than a fifth of that time, it is the clock. Sans-IO.
/// </remarks>
internal sealed class CameraClock
{
    const int Spans = 5;   // over two seconds, from the middle of the first to that of the last

    static readonly TimeSpan Span = TimeSpan.FromSeconds(0.5);
    static readonly TimeSpan MostDrift = 0.2 * (Spans - 1) * Span;

    readonly (long Number, TimeSpan Way)[] _spans = new (long, TimeSpan)[Spans];
    int _count;
    bool _isDoubted;   // until it has kept time for long enough
    FrameTime? _last;

    /// <summary>What it says of injected video: raised while the clock is doubted, clear once it has kept time for two seconds.</summary>
    public SignalState Signal =>
        _isDoubted ? SignalState.Raised : _count == Spans ? SignalState.Clear : SignalState.Unknown;

    /// <summary>Takes a picture's time in; false when the clock has drifted or run backwards less than two seconds ago.</summary>
    public bool Keeps(FrameTime at)
    {
        if (_last is { } last && at.Captured < last.Captured) Doubt();
        _last = at;
        var (number, way) = (at.Received.Ticks / Span.Ticks, at.Received - at.Captured);
        if (_count > 0 && number <= _spans[_count - 1].Number)
        {
            if (way < _spans[_count - 1].Way) _spans[_count - 1].Way = way;
            return !_isDoubted;
        }

        // the span before is complete now, and no picture can shorten its way any more
        if (HasDrifted()) Doubt();
        else if (_count == Spans) _isDoubted = false;
        DropOlderThan(number);
        _spans[_count++] = (number, way);
        return !_isDoubted;
    }

    bool HasDrifted()
    {
        if (_count == 0) return false;
        var newest = _spans[_count - 1].Way;
        foreach (var (_, way) in _spans.AsSpan(0, _count))
            if ((newest - way).Duration() > MostDrift) return true;
        return false;
    }

    void DropOlderThan(long number)
    {
        var old = 0;
        while (old < _count && _spans[old].Number <= number - Spans) old++;
        if (old > 0) _spans.AsSpan(old, _count - old).CopyTo(_spans);
        _count -= old;
    }

    void Doubt() => (_isDoubted, _count) = (true, 0);
}
