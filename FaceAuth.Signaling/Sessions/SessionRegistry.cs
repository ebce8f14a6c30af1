using System.Collections.Concurrent;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Sessions;

/// <summary>The live sessions of this node and the cap on them. Safe from many threads.</summary>
internal sealed class SessionRegistry(IOptions<SignalingOptions> options)
{
    readonly ConcurrentDictionary<Guid, SessionSupervisor> _live = new();
    readonly Lock _gate = new();
    int _seats;
    readonly Dictionary<string, int> _counts = [];   // seats by owner and by address; no longer than two for each seat
    long _refused;
    bool _closed;
    TaskCompletionSource? _empty;

    /// <summary>Sessions being opened or running.</summary>
    public int Count
    {
        get { lock (_gate) return _seats; }
    }

    /// <summary>Offers refused because of the cap.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Takes a seat for a session, or says why there is none.</summary>
    public Refusal? TryReserve(out SessionSeat seat)
    {
        seat = null!;
        lock (_gate)
        {
            if (_closed) return Refusals.ServerStopping;
            if (_seats >= options.Value.MaxSessions)
            {
                Interlocked.Increment(ref _refused);
                return Refusals.Busy;
            }

            _seats++;
        }

        seat = new SessionSeat(this);
        return null;
    }

    /// <summary>Counts a seat for the session's owner and for the address that its offer came from, or says which of them has too many.</summary>
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

    /// <summary>Runs a session in its seat until it ends.</summary>
    public void Run(SessionSeat seat, SessionSupervisor supervisor)
    {
        _live[supervisor.SessionId] = supervisor;
        _ = RunAsync(seat, supervisor);
    }

    /// <summary>Ends a live session; false when it is not one of this node's.</summary>
    public bool TryStop(Guid sessionId, Refusal why)
    {
        if (!_live.TryGetValue(sessionId, out var supervisor)) return false;
        supervisor.Stop(why);
        return true;
    }

    /// <summary>Answers a later offer of a live session; see <see cref="SessionSupervisor.Restart"/>.</summary>
    public (string? Answer, Refusal? Refusal) Restart(SessionTicket ticket, string offer, string connectionId) =>
        Find(ticket) is { } supervisor ? supervisor.Restart(offer, connectionId) : (null, Refusals.SessionEnded);

    /// <summary>The running session that was joined with this very token, which may have run out since; null when there is none.</summary>
    public SessionSupervisor? FindResumable(SessionTicket ticket) => Find(ticket) is { IsResumable: true } supervisor ? supervisor : null;

    /// <summary>From now on an owner's running sessions are come back to only as long as their tokens last.</summary>
    public void EndReturns(string owner)
    {
        foreach (var supervisor in _live.Values.Where(supervisor => supervisor.Owner == owner)) supervisor.EndReturns();
    }

    /// <summary>Ends the live sessions of a subject.</summary>
    public void StopSubject(Guid subjectId, Refusal why)
    {
        foreach (var supervisor in _live.Values.Where(supervisor => supervisor.SubjectId == subjectId)) supervisor.Stop(why);
    }

    /// <summary>Ends sessions whose time is over at <paramref name="now"/>.</summary>
    public void StopOverdue(TimeSpan now)
    {
        foreach (var (_, supervisor) in _live)
            if (now >= supervisor.Deadline) supervisor.Stop(Refusals.TimedOut);
    }

    /// <summary>Takes no more sessions, lets the running ones go on for a while, then ends them.</summary>
    public async Task DrainAsync(TimeSpan wait, TimeProvider time, CancellationToken cancellation)
    {
        Task empty;
        lock (_gate)
        {
            _closed = true;
            if (_seats == 0) return;
            _empty ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            empty = _empty.Task;
        }

        try
        {
            await empty.WaitAsync(wait, time, cancellation);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            foreach (var (_, supervisor) in _live) supervisor.Stop(Refusals.ServerStopping);
            await empty.WaitAsync(options.Value.Linger + TimeSpan.FromSeconds(5), time, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal void Release(IReadOnlyList<string> counted)
    {
        lock (_gate)
        {
            foreach (var one in counted)
                if (--_counts[one] == 0) _counts.Remove(one);
            if (--_seats == 0) _empty?.TrySetResult();
        }
    }

    SessionSupervisor? Find(SessionTicket ticket) =>
        _live.TryGetValue(ticket.SessionId, out var supervisor) && supervisor.TokenId == ticket.TokenId ? supervisor : null;

    async Task RunAsync(SessionSeat seat, SessionSupervisor supervisor)
    {
        using (seat)
        {
            await Task.Yield();   // the answer to the offer goes out first
            await supervisor.RunAsync();
            _live.TryRemove(supervisor.SessionId, out _);
        }
    }
}
