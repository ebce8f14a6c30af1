using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Limits;

/// <summary>The caps on sessions of this node: all of them, one owner's and one client address's.</summary>
/// <remarks>Safe from many threads.</remarks>
internal sealed class SessionSeats(IOptions<SignalingOptions> options)
{
    readonly Lock _gate = new();
    readonly Dictionary<string, int> _counts = [];   // seats by owner and by address; no longer than two for each seat
    int _taken;
    bool _closed;
    TaskCompletionSource? _empty;

    /// <summary>Seats taken.</summary>
    public int Count
    {
        get { lock (_gate) return _taken; }
    }

    /// <summary>Takes a seat; says why there is none.</summary>
    public Refusal? TryReserve()
    {
        lock (_gate)
        {
            if (_closed) return Refusals.ServerStopping;
            if (_taken >= options.Value.MaxSessions) return Refusals.Busy;
            _taken++;
            return null;
        }
    }

    /// <summary>Counts a seat for its session's owner and the address that its offer came from; says which of them has too many.</summary>
    /// <param name="seat">The seat.</param>
    /// <param name="owner">As the session names them.</param>
    /// <param name="address">The client's, null when it is not known and so not counted.</param>
    public Refusal? TryCount(SessionSeat seat, string owner, string? address)
    {
        var (most, refusal) = Caller.RelyingPartyOf(owner) is null
            ? (options.Value.MaxSessionsPerUser, Refusals.TooManySessions)
            : (options.Value.MaxSessionsPerRelyingParty, Refusals.RelyingPartyBusy);
        string? from = address is null ? null : $"from {address}";     // no owner begins so
        lock (_gate)
        {
            if (_counts.GetValueOrDefault(owner) >= most) return refusal;
            if (from is not null && _counts.GetValueOrDefault(from) >= options.Value.MaxSessionsPerAddress) return Refusals.AddressBusy;
            seat.Counted = from is null ? [owner] : [owner, from];
            foreach (var counted in seat.Counted) _counts[counted] = _counts.GetValueOrDefault(counted) + 1;
            return null;
        }
    }

    /// <summary>Gives no more seats, and ends when the last one is given back.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            if (_taken == 0) return Task.CompletedTask;
            _empty ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task;
        }
    }

    /// <summary>Gives a seat back.</summary>
    public void Release(IReadOnlyList<string> counted)
    {
        lock (_gate)
        {
            foreach (var one in counted)
                if (--_counts[one] == 0) _counts.Remove(one);
            if (--_taken == 0) _empty?.TrySetResult();
        }
    }
}
