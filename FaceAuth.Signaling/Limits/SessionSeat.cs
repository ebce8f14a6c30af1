using FaceAuth.Signaling.Errors;

namespace FaceAuth.Signaling.Limits;

/// <summary>One place under the caps of <see cref="SessionLimits"/>; disposing it gives the place back, once.</summary>
/// <remarks>Half-open until the session's first picture, from then on one that runs.</remarks>
internal sealed class SessionSeat(SessionLimits limits) : IAsyncDisposable
{
    (Guid Subject, string Policy)? _answered;
    int _given;

    /// <summary>The owner and the client address that it is counted for as well; empty before they are.</summary>
    public IReadOnlyList<string> Counted { get; set; } = [];

    /// <summary>The subject whose attempt, under a policy, does not count if the seat is given back now.</summary>
    public (Guid Subject, string Policy)? Tried { get; set; }

    /// <summary>Whether the session has pictures; the seats' alone to set.</summary>
    public bool IsRunning { get; set; }

    /// <summary>The session's offer is answered: from now on its attempt counts, however it ends.</summary>
    public void HandleAnswered() => (_answered, Tried) = (Tried, null);

    /// <summary>The session's first picture has come; says why it gets no further.</summary>
    public Refusal? HandlePicture() => limits.TryRun(this);

    /// <summary>The session was turned away as the server was busy, and nothing was seen: its attempt does not count.</summary>
    public void HandleTurnedAway() => Tried = _answered;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _given, 1) == 0 ? limits.ReleaseAsync(this) : default;
}
