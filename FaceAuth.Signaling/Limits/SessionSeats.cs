using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Limits;

/// <summary>The caps on sessions of this node: all of them, one owner's and one client address's.</summary>
/// <remarks>
/// Sessions that are half-open, which have no picture yet, have caps of their own, so that they take no place from those that run. Safe
/// from many threads.
/// </remarks>
internal sealed class SessionSeats(IOptions<SignalingOptions> options)
{
    readonly Lock _gate = new();
    readonly Dictionary<string, int> _counts = [];     // seats by owner and by address; no longer than two for each seat
    readonly Dictionary<string, int> _halfOpen = [];   // the same of those that are half-open
    int _taken;
    int _running;
    bool _closed;
    TaskCompletionSource? _empty;

    /// <summary>Seats taken.</summary>
    public int Count
    {
        get { lock (_gate) return _taken; }
    }

    /// <summary>Whether no more seats are given, for good.</summary>
    public bool IsClosed
    {
        get { lock (_gate) return _closed; }
    }

    /// <summary>Takes a seat, half-open; says why there is none.</summary>
    public Refusal? TryReserve()
    {
        lock (_gate)
        {
            if (_closed) return Refusals.ServerStopping;
            if (_running >= options.Value.MaxSessions || _taken - _running >= options.Value.MaxHalfOpen) return Refusals.Busy;
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
        var caps = options.Value;
        var (most, refusal) = Caller.RelyingPartyOf(owner) is null
            ? (caps.MaxSessionsPerUser, Refusals.TooManySessions)
            : (caps.MaxSessionsPerRelyingParty, Refusals.RelyingPartyBusy);
        string? from = address is null ? null : $"from {address}";     // no owner begins so
        lock (_gate)
        {
            if (IsFull(owner, most, caps.MaxHalfOpenPerOwner)) return refusal;
            if (from is not null && IsFull(from, caps.MaxSessionsPerAddress, caps.MaxHalfOpenPerAddress)) return Refusals.AddressBusy;
            seat.Counted = from is null ? [owner] : [owner, from];
            foreach (var counted in seat.Counted)
            {
                Add(_counts, counted, 1);
                Add(_halfOpen, counted, 1);
            }

            return null;
        }
    }

    /// <summary>A seat's session has its first picture: it is half-open no more. Says why it may not run.</summary>
    public Refusal? TryRun(SessionSeat seat)
    {
        lock (_gate)
        {
            if (seat.IsRunning) return null;
            if (_running >= options.Value.MaxSessions) return Refusals.Busy;
            seat.IsRunning = true;
            _running++;
            foreach (var counted in seat.Counted) Add(_halfOpen, counted, -1);
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
    public void Release(SessionSeat seat)
    {
        lock (_gate)
        {
            foreach (var counted in seat.Counted)
            {
                Add(_counts, counted, -1);
                if (!seat.IsRunning) Add(_halfOpen, counted, -1);
            }

            if (seat.IsRunning) _running--;
            if (--_taken == 0) _empty?.TrySetResult();
        }
    }

    bool IsFull(string of, int most, int mostHalfOpen) =>
        _counts.GetValueOrDefault(of) >= most || _halfOpen.GetValueOrDefault(of) >= mostHalfOpen;

    static void Add(Dictionary<string, int> counts, string of, int by)
    {
        var count = counts.GetValueOrDefault(of) + by;
        if (count == 0) counts.Remove(of);
        else counts[of] = count;
    }
}
