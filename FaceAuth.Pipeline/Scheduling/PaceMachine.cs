namespace FaceAuth.Pipeline.Scheduling;

/// <summary>
/// Tells whether the server keeps one run waiting: pictures came, were dropped, and those analysed lie further apart than a run needs.
/// </summary>
/// <remarks>A camera that sends little makes no server slow. Sans-IO.</remarks>
/// <param name="apart">Time between two analysed pictures above which the server is too slow.</param>
internal sealed class PaceMachine(TimeSpan apart)
{
    TimeSpan? _lastAt, _neededAt;
    TimeSpan _slow;
    bool _skipped;

    /// <summary>Whether the server was too slow for the picture analysed last.</summary>
    public bool IsSlow { get; private set; }

    /// <summary>A picture came in; returns how far it is from the one needed before, or null where it is not needed or the first.</summary>
    public TimeSpan? HandlePicture(TimeSpan received, bool isNeeded = true)
    {
        _lastAt ??= received;
        if (!isNeeded) return null;
        var apart = received - _neededAt;
        _neededAt = received;
        return apart;
    }

    /// <summary>A picture was dropped because the server had no time for it.</summary>
    public void HandleSkipped() => _skipped = true;

    /// <summary>A picture has been analysed.</summary>
    public void HandleAnalysed(TimeSpan received)
    {
        _slow = SlowTime(received);
        IsSlow = _slow > TimeSpan.Zero && IsTooLong(received);
        (_lastAt, _skipped) = (received, false);
    }

    /// <summary>For how long the server has been too slow, up to <paramref name="now"/>.</summary>
    public TimeSpan SlowTime(TimeSpan now) => IsTooLong(now) ? _slow + (now - _lastAt!.Value) : _slow;

    bool IsTooLong(TimeSpan now) => _skipped && _lastAt is { } last && now - last > apart;
}
