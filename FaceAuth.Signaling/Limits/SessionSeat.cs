namespace FaceAuth.Signaling.Limits;

/// <summary>One place under the caps of <see cref="SessionLimits"/>; disposing it gives the place back, once.</summary>
internal sealed class SessionSeat(SessionLimits limits) : IAsyncDisposable
{
    int _given;

    /// <summary>The owner and the client address that it is counted for as well; empty before they are.</summary>
    public IReadOnlyList<string> Counted { get; set; } = [];

    /// <summary>The subject whose attempt does not count if the seat is given back now.</summary>
    public Guid? Tried { get; set; }

    /// <summary>The session's offer is answered: from now on its attempt counts, however it ends.</summary>
    public void HandleAnswered() => Tried = null;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _given, 1) == 0 ? limits.ReleaseAsync(this) : default;
}
