using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;

namespace FaceAuth.Signaling.Sessions;

/// <summary>The live sessions of this node and the cap on them. Safe from many threads.</summary>
internal sealed class SessionRegistry(IOptions<SignalingOptions> options)
{
    readonly ConcurrentDictionary<Guid, SessionSupervisor> _live = new();
    readonly Lock _gate = new();
    int _seats;
    readonly Dictionary<string, int> _users = [];   // seats by user; no longer than there are seats
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

    /// <summary>Counts a seat for the session's owner, or says that a signed-in user has too many.</summary>
    public Refusal? TryCount(SessionSeat seat, string owner)
    {
        if (Caller.RelyingPartyOf(owner) is not null) return null;
        lock (_gate)
        {
            var taken = _users.GetValueOrDefault(owner);
            if (taken >= options.Value.MaxSessionsPerUser) return Refusals.TooManySessions;
            _users[owner] = taken + 1;
            seat.User = owner;
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

    internal void Release(string? user)
    {
        lock (_gate)
        {
            if (user is not null && --_users[user] == 0) _users.Remove(user);
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
