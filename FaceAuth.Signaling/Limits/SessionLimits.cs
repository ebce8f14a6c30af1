using FaceAuth.Signaling.Errors;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Limits;

/// <summary>How many sessions and connections there may be, and how often a subject is tried: asked before each begins.</summary>
/// <remarks>
/// Sessions and connections are this node's own; attempts are counted on all nodes that share their state. How many requests come in a
/// minute is <see cref="RateLimits"/>' to say, before they get here. Safe from many threads.
/// </remarks>
internal sealed class SessionLimits(IOptions<SignalingOptions> options, SubjectAttempts attempts)
{
    readonly SessionSeats _seats = new(options);
    readonly HubConnections _connections = new();

    /// <summary>Sessions being opened or running.</summary>
    public int Sessions => _seats.Count;

    /// <summary>Whether no more sessions are taken, for good.</summary>
    public bool IsClosed => _seats.IsClosed;

    /// <summary>Whether a subject may be tried now under a policy; nothing is counted.</summary>
    public ValueTask<bool> MayTryAsync(Guid subject, string policy) => attempts.MayTryAsync(subject, policy);

    /// <summary>Takes a seat for a session that is to be opened, or says why there is none.</summary>
    public Outcome<SessionSeat> TryReserve() => _seats.TryReserve() is { } full ? full : new SessionSeat(this);

    /// <summary>Counts a seat's session for its owner, its client's address and the subject it tries.</summary>
    /// <param name="seat">The seat.</param>
    /// <param name="session">The session to be opened in it.</param>
    /// <param name="address">The client's, null when it is not known and so not counted.</param>
    /// <returns>Which of them has too many; null when none has.</returns>
    public async ValueTask<Refusal?> TryAdmitAsync(SessionSeat seat, SessionRecord session, string? address)
    {
        if (_seats.TryCount(seat, session.Owner, address) is { } tooMany) return tooMany;
        if (session is not { Purpose: SessionPurpose.Verify, SubjectId: { } subject }) return null;
        if (!await attempts.TryBeginAsync(subject, session.Policy)) return Refusals.TooManyAttempts;
        seat.Tried = (subject, session.Policy);
        return null;
    }

    /// <summary>A seat's session has its first picture; says why it may not run.</summary>
    public Refusal? TryRun(SessionSeat seat) => _seats.TryRun(seat);

    /// <summary>A session's subject was verified under a policy.</summary>
    public ValueTask HandleAcceptedAsync(Guid subject, string policy) => attempts.HandleAcceptedAsync(subject, policy);

    /// <summary>Counts a session's hub connection in; false when it has too many.</summary>
    public bool TryConnect(Guid session) => _connections.TryAdd(session);

    /// <summary>Counts one out that was counted in.</summary>
    public void Disconnect(Guid session) => _connections.Remove(session);

    /// <summary>Gives no more seats, and ends when the last one is given back.</summary>
    public Task CloseAsync() => _seats.CloseAsync();

    internal ValueTask ReleaseAsync(SessionSeat seat)
    {
        _seats.Release(seat);
        return seat.Tried is var (subject, policy) ? attempts.TakeBackAsync(subject, policy) : default;
    }
}
