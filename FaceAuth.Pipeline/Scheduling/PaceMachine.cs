namespace FaceAuth.Pipeline.Scheduling;

/// <summary>
/// Tells whether the server keeps one run waiting: pictures came, were dropped, and those analysed lie further apart than a run needs.
/// </summary>
/// <remarks>A camera that sends little makes no server slow. Sans-IO.</remarks>
/// <param name="apart">Time between two analysed pictures above which the server is too slow.</param>
internal sealed class PaceMachine(TimeSpan apart)
{
    TimeSpan? _lastAt;
    TimeSpan _slow;
    bool _skipped;

    /// <summary>Whether the server was too slow for the picture analysed last.</summary>
    public bool IsSlow { get; private set; }

    /// <summary>A picture came in.</summary>
    public void HandlePicture(TimeSpan received) => _lastAt ??= received;

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
