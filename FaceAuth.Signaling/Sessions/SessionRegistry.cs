using System.Collections.Concurrent;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Telemetry;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Sessions;

/// <summary>The live sessions of this node. Safe from many threads.</summary>
internal sealed class SessionRegistry(SessionLimits limits, ISessionDirectory directory, IOptions<SignalingOptions> options)
{
    readonly ConcurrentDictionary<Guid, SessionSupervisor> _live = new();

    /// <summary>Sessions being opened or running.</summary>
    public int Count => limits.Sessions;

    /// <summary>Which sessions are live here, as they began.</summary>
    public IEnumerable<SessionRecord> Live => _live.Values.Select(supervisor => supervisor.Session);

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
    public Outcome<string> Restart(SessionTicket ticket, string offer, string connectionId) =>
        Find(ticket) is { } supervisor ? supervisor.Restart(offer, connectionId) : Refusals.SessionEnded;

    /// <summary>Whether a session is live here.</summary>
    public bool Runs(Guid sessionId) => _live.ContainsKey(sessionId);

    /// <summary>The running session that was joined with this very token, which may have run out since; null when there is none.</summary>
    public SessionSupervisor? FindResumable(SessionTicket ticket) =>
        Find(ticket) is { IsResumable: true } supervisor ? supervisor : null;

    /// <summary>From now on an owner's running sessions are come back to only as long as their tokens last.</summary>
    public void EndReturns(string owner)
    {
        foreach (var supervisor in _live.Values.Where(supervisor => supervisor.Owner == owner)) supervisor.EndReturns();
    }

    /// <summary>Ends the live sessions of an owner.</summary>
    public void StopOwner(string owner, Refusal why)
    {
        foreach (var supervisor in _live.Values.Where(supervisor => supervisor.Owner == owner)) supervisor.Stop(why);
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
            if (now >= supervisor.Deadline) supervisor.Stop(EndRefusals.TimedOut);
    }

    /// <summary>Takes no more sessions, lets the running ones go on for a while, then ends them.</summary>
    public async Task DrainAsync(TimeSpan wait, TimeProvider time, CancellationToken cancellation)
    {
        var empty = limits.CloseAsync();
        try
        {
            await empty.WaitAsync(wait, time, cancellation);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            foreach (var (_, supervisor) in _live) supervisor.Stop(EndRefusals.ServerStopped);
            await empty.WaitAsync(options.Value.Linger + TimeSpan.FromSeconds(5), time, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    SessionSupervisor? Find(SessionTicket ticket) =>
        _live.TryGetValue(ticket.SessionId, out var supervisor) && supervisor.TokenId == ticket.TokenId ? supervisor : null;

    async Task RunAsync(SessionSeat seat, SessionSupervisor supervisor)
    {
        await using (seat)
        {
            await Task.Yield();   // the answer to the offer goes out first
            var entered = directory.AddAsync(supervisor.SessionId).AsTask();   // which the session need not wait for
            await supervisor.RunAsync();
            var isLast = _live.TryRemove(new(supervisor.SessionId, supervisor));
            await entered;
            // a later one of the same session goes on
            if (isLast) await directory.RemoveAsync(supervisor.SessionId);
            SessionTrace.End();
        }
    }
}
