using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Limits;

/// <summary>The caps on sessions of this node: all of them, one owner's and one client address's.</summary>
/// <remarks>
/// Sessions that are half-open, which have no picture yet, have caps of their own, so that they take no place from those that run. Where
/// those are reached, one of whoever has most gives way: see <see cref="HalfOpenSeats"/>. Safe from many threads.
/// </remarks>
internal sealed class SessionSeats(IOptions<SignalingOptions> options, TimeProvider time)
{
    readonly Lock _gate = new();
    readonly Dictionary<string, int> _counts = [];     // seats by owner and by address; no longer than two for each seat
    readonly Dictionary<string, int> _halfOpen = [];   // the same of those that are half-open
    readonly HalfOpenSeats _waiting = new();
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
    /// <param name="seat">The seat.</param>
    /// <param name="gaveWay">The seat that was taken for it, whose session has to end first; null where one was free.</param>
    public Refusal? TryReserve(SessionSeat seat, out SessionSeat? gaveWay)
    {
        gaveWay = null;
        lock (_gate)
        {
            if (_closed) return Refusals.ServerStopping;
            if (_running >= options.Value.MaxSessions) return Refusals.Busy;
            if (_waiting.Count >= options.Value.MaxHalfOpen)
            {
                if (_waiting.WhoGivesWay(seat.Address, time.GetElapsedTime(0)) is not { } other) return Refusals.Busy;
                gaveWay = other;
                HandleHalfOpenNoMore(other);
            }

            _waiting.Add(seat);
            _taken++;
            return null;
        }
    }

    /// <summary>Counts a seat for its session's owner and the address that its offer came from; says which of them has too many.</summary>
    /// <param name="seat">The seat.</param>
    /// <param name="owner">As the session names them.</param>
    public Refusal? TryCount(SessionSeat seat, string owner)
    {
        var caps = options.Value;
        var (most, refusal) = Caller.RelyingPartyOf(owner) is null
            ? (caps.MaxSessionsPerUser, Refusals.TooManySessions)
            : (caps.MaxSessionsPerRelyingParty, Refusals.RelyingPartyBusy);
        string? from = seat.Address.Length == 0 ? null : $"from {seat.Address}";     // no owner begins so
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

    /// <summary>A seat's offer is answered, and its session can be ended from now on.</summary>
    /// <param name="seat">The seat.</param>
    /// <param name="giveWay">Ends its session, and with it the seat.</param>
    public void HandleAnswered(SessionSeat seat, Action giveWay)
    {
        lock (_gate) seat.GiveWay = giveWay;
    }

    /// <summary>A seat's browser is connected, and its first picture is to be expected.</summary>
    public void HandleConnected(SessionSeat seat)
    {
        lock (_gate) seat.ConnectedAt = time.GetElapsedTime(0);
    }

    /// <summary>A seat's session has its first picture: it is half-open no more. Says why it may not run.</summary>
    public Refusal? TryRun(SessionSeat seat)
    {
        lock (_gate)
        {
            if (seat.IsRunning) return null;
            // it may have given way already
            if (seat.HalfOpen is null || _running >= options.Value.MaxSessions) return Refusals.Busy;
            seat.IsRunning = true;
            _running++;
            HandleHalfOpenNoMore(seat);
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
            HandleHalfOpenNoMore(seat);
            foreach (var counted in seat.Counted) Add(_counts, counted, -1);
            if (seat.IsRunning) _running--;
            if (--_taken == 0) _empty?.TrySetResult();
        }
    }

    void HandleHalfOpenNoMore(SessionSeat seat)
    {
        if (!_waiting.Remove(seat)) return;
        foreach (var counted in seat.Counted) Add(_halfOpen, counted, -1);
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
