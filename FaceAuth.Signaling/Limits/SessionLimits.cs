using FaceAuth.Signaling.Errors;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Limits;

/// <summary>How many sessions and connections there may be, and how often a face is tried: asked before each begins.</summary>
/// <remarks>
/// Sessions and connections are this node's own; attempts are the store's. How many requests come in a
/// minute is <see cref="RateLimits"/>' to say, before they get here. Safe from many threads.
/// </remarks>
internal sealed class SessionLimits(
    IOptions<SignalingOptions> options, FaceAttempts attempts, SignalingMetrics metrics, TimeProvider time)
{
    readonly SessionSeats _seats = new(options, time);
    readonly HubConnections _connections = new();

    /// <summary>Sessions being opened or running.</summary>
    public int Sessions => _seats.Count;

    /// <summary>Whether no more sessions are taken, for good.</summary>
    public bool IsClosed => _seats.IsClosed;

    /// <summary>Takes a seat for a session that is to be opened, or says why there is none.</summary>
    /// <param name="address">The client's, null when it is not known.</param>
    /// <param name="cancellation">The connection closed.</param>
    public async ValueTask<Outcome<SessionSeat>> TryReserveAsync(string? address, CancellationToken cancellation)
    {
        var seat = new SessionSeat(this, address);
        if (_seats.TryReserve(seat, out var gaveWay) is { } full) return full;
        if (gaveWay is null) return seat;
        metrics.GaveWay();
        gaveWay.GiveWay!();
        try
        {
            await gaveWay.Gone.WaitAsync(cancellation);   // so that there are never more of them than seats
            return seat;
        }
        catch (OperationCanceledException)
        {
            await seat.DisposeAsync();
            throw;
        }
    }

    /// <summary>Counts a seat's session for its owner and its client's address, and its attempt.</summary>
    /// <param name="seat">The seat.</param>
    /// <param name="session">The session to be opened in it.</param>
    /// <param name="cancellation">The connection closed.</param>
    /// <returns>Which of them has too many; null when none has.</returns>
    public async ValueTask<Refusal?> TryAdmitAsync(SessionSeat seat, SessionRecord session, CancellationToken cancellation)
    {
        var address = seat.Address.Length == 0 ? null : seat.Address;
        if (_seats.TryCount(seat, session.Owner) is { } tooMany) return tooMany;
        if (!(await attempts.TryBeginAsync(session, address, cancellation)).TryGet(out var attempt, out var refusal)) return refusal;
        seat.Attempt = attempt;
        return null;
    }

    /// <summary>A seat's offer is answered.</summary>
    public void HandleAnswered(SessionSeat seat, Action giveWay) => _seats.HandleAnswered(seat, giveWay);

    /// <summary>A seat's browser is connected.</summary>
    public void HandleConnected(SessionSeat seat) => _seats.HandleConnected(seat);

    /// <summary>A seat's session has its first picture; says why it may not run.</summary>
    public Refusal? TryRun(SessionSeat seat) => _seats.TryRun(seat);

    /// <summary>Counts a session's hub connection in; false when it has too many.</summary>
    public bool TryConnect(Guid session) => _connections.TryAdd(session);

    /// <summary>Counts one out that was counted in.</summary>
    public void Disconnect(Guid session) => _connections.Remove(session);

    /// <summary>Gives no more seats, and ends when the last one is given back.</summary>
    public Task CloseAsync() => _seats.CloseAsync();

    internal void Release(SessionSeat seat) => _seats.Release(seat);
}
