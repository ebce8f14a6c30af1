using FaceAuth.Signaling.Errors;

namespace FaceAuth.Signaling.Limits;

/// <summary>One place under the caps of <see cref="SessionLimits"/>; disposing it gives the place back, once.</summary>
/// <remarks>Half-open until the session's first picture, from then on one that runs.</remarks>
/// <param name="limits">Whose it is.</param>
/// <param name="address">The client's, null when it is not known.</param>
internal sealed class SessionSeat(SessionLimits limits, string? address) : IAsyncDisposable
{
    readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    bool _isTried;
    int _given;

    /// <summary>The client's address as sessions are counted by; empty when it is not known.</summary>
    public string Address => address ?? "";

    /// <summary>Done when the place was given back.</summary>
    public Task Gone => _gone.Task;

    /// <summary>The owner and the client address that it is counted for as well; empty before they are.</summary>
    public IReadOnlyList<string> Counted { get; set; } = [];

    /// <summary>The session's attempt, which does not count if the seat is given back before its offer is answered.</summary>
    public FaceAttempt? Attempt { get; set; }

    /// <summary>Whether the session has pictures; the seats' alone to set.</summary>
    public bool IsRunning { get; set; }

    /// <summary>Its place among those that are half-open, null where it is none of them; the seats' alone to set.</summary>
    public LinkedListNode<SessionSeat>? HalfOpen { get; set; }

    /// <summary>Ends the session for somebody else's; null before it can be ended; the seats' alone to set.</summary>
    public Action? GiveWay { get; set; }

    /// <summary>Since when its browser is connected, on the host's clock; null before; the seats' alone to set.</summary>
    public TimeSpan? ConnectedAt { get; set; }

    /// <summary>The session's offer is answered: from now on its attempt counts, however it ends.</summary>
    /// <param name="giveWay">Ends the session while it has no picture, as somebody else needs its place.</param>
    public void HandleAnswered(Action giveWay)
    {
        _isTried = true;
        limits.HandleAnswered(this, giveWay);
    }

    /// <summary>The session's browser is connected.</summary>
    public void HandleConnected() => limits.HandleConnected(this);

    /// <summary>The session's first picture has come; says why it gets no further.</summary>
    public Refusal? HandlePicture() => limits.TryRun(this);

    /// <summary>The session got no further as the server was busy, or stops: its attempt does not count.</summary>
    public void HandleTurnedAway() => _isTried = false;

    /// <summary>It was whom it had to be.</summary>
    public Task HandleAcceptedAsync() => Attempt?.HandleAcceptedAsync() ?? Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _given, 1) != 0) return;
        // first, so that who comes back to the place finds the count as it is to be
        if (Attempt is { } attempt) await (_isTried ? attempt.HandleOverAsync() : attempt.TakeBackAsync());
        limits.Release(this);
        _gone.TrySetResult();
    }
}
