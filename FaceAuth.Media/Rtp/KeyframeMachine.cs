namespace FaceAuth.Media.Rtp;

/// <summary>Decides when to send a picture loss indication.</summary>
/// <remarks>
/// RFC 4585 §6.3.1, https://www.rfc-editor.org/rfc/rfc4585#section-6.3.1.
/// At once when a keyframe is wanted, again while it does not come, never more often than the interval. Does no IO.
/// </remarks>
/// <param name="interval">Shortest time between two requests.</param>
internal sealed class KeyframeMachine(TimeSpan interval)
{
    TimeSpan _earliest = TimeSpan.MinValue;
    TimeSpan _dueAt = TimeSpan.MaxValue;

    /// <summary>When to poll next.</summary>
    public TimeSpan Deadline => _dueAt < _earliest ? _earliest : _dueAt;

    /// <summary>A keyframe is needed; asks no earlier than <paramref name="at"/>.</summary>
    public void Want(TimeSpan at)
    {
        if (at < _dueAt) _dueAt = at;
    }

    /// <summary>A keyframe has begun to arrive: give it time before asking again.</summary>
    public void HandleStart(TimeSpan now)
    {
        if (_dueAt != TimeSpan.MaxValue && _earliest < now + interval) _earliest = now + interval;
    }

    /// <summary>A whole keyframe came.</summary>
    public void HandleKeyframe() => _dueAt = TimeSpan.MaxValue;

    /// <summary>Asks no longer.</summary>
    /// <param name="unless">Goes on asking.</param>
    public void Dismiss(bool unless)
    {
        if (!unless) _dueAt = TimeSpan.MaxValue;
    }

    /// <summary>Whether to send a request now.</summary>
    public bool Poll(TimeSpan now)
    {
        if (now < Deadline) return false;
        _earliest = now + interval;
        _dueAt = _earliest;
        return true;
    }
}
