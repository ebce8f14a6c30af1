using FaceAuth.Signaling.Errors;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Limits;

/// <summary>How many sessions and connections there may be, and how often a subject is tried: asked before each begins.</summary>
/// <remarks>
/// Counts this node's own, in memory. How many requests come in a minute is <see cref="RateLimits"/>' to say, before they get here. Safe
/// from many threads.
/// </remarks>
internal sealed class SessionLimits(IOptions<SignalingOptions> options, IOptions<RateLimitOptions> rates, TimeProvider time)
{
    readonly SessionSeats _seats = new(options);
    readonly SubjectAttempts _attempts = new(rates, time);
    readonly HubConnections _connections = new();

    /// <summary>Sessions being opened or running.</summary>
    public int Sessions => _seats.Count;

    /// <summary>Whether a subject may be tried now; nothing is counted.</summary>
    public bool MayTry(Guid subject) => _attempts.MayTry(subject);

    /// <summary>Takes a seat for a session that is to be opened, or says why there is none.</summary>
    public Outcome<SessionSeat> TryReserve() => _seats.TryReserve() is { } full ? full : new SessionSeat(this);

    /// <summary>Counts a seat's session for its owner, its client's address and the subject it tries.</summary>
    /// <param name="seat">The seat.</param>
    /// <param name="session">The session to be opened in it.</param>
    /// <param name="address">The client's, null when it is not known and so not counted.</param>
    /// <returns>Which of them has too many; null when none has.</returns>
    public Refusal? TryAdmit(SessionSeat seat, SessionRecord session, string? address)
    {
        if (_seats.TryCount(seat, session.Owner, address) is { } tooMany) return tooMany;
        if (session is not { Purpose: SessionPurpose.Verify, SubjectId: { } subject }) return null;
        if (!_attempts.TryBegin(subject)) return Refusals.TooManyAttempts;
        seat.Tried = subject;
        return null;
    }

    /// <summary>A seat's session has its first picture; says why it may not run.</summary>
    public Refusal? TryRun(SessionSeat seat) => _seats.TryRun(seat);

    /// <summary>A session's subject was verified.</summary>
    public void HandleAccepted(Guid subject) => _attempts.HandleAccepted(subject);

    /// <summary>Counts a session's hub connection in; false when it has too many.</summary>
    public bool TryConnect(Guid session) => _connections.TryAdd(session);

    /// <summary>Counts one out that was counted in.</summary>
    public void Disconnect(Guid session) => _connections.Remove(session);

    /// <summary>Gives no more seats, and ends when the last one is given back.</summary>
    public Task CloseAsync() => _seats.CloseAsync();

    internal void Release(SessionSeat seat)
    {
        _seats.Release(seat);
        if (seat.Tried is { } subject) _attempts.TakeBack(subject);
    }
}
