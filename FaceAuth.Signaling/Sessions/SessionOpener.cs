using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Nodes;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Telemetry;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>Turns a session token's one use into a running session: seat, claim, pipeline, media, supervisor, in that order.</summary>
/// <remarks>
/// What is refused before the claim leaves the token good, and so does "busy" after it; what else is refused then ends the session.
/// </remarks>
internal sealed class SessionOpener(
    SessionReadiness readiness, SessionLimits limits, SessionClaims claims, SessionConnector connector, SessionRegistry registry,
    SessionRecorder recorder, SessionReporter reporter, AccountStanding standing, NodeWatch nodes)
{
    /// <summary>Answers the offer of a session's browser.</summary>
    /// <param name="offer">What came, and by which way.</param>
    /// <param name="cancellation">The connection closed.</param>
    /// <returns>The answer's SDP.</returns>
    public async Task<Outcome<string>> OpenAsync(SessionOffer offer, CancellationToken cancellation)
    {
        var sessionId = offer.Ticket.SessionId;
        SessionScope.Enter(sessionId);
        using var lines = reporter.LogOf(sessionId);
        var trace = SessionTrace.Begin(sessionId);
        var runs = false;
        try
        {
            var answer = await OfferedAsync(offer, cancellation);
            if (answer.Refusal is { } refusal) reporter.HandleRefused(sessionId, refusal);
            runs = answer.Refusal is null;
            return answer;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            reporter.HandleFailed(sessionId, e);
            return StoreFaults.Of(e);
        }
        finally
        {
            if (!runs) trace?.Stop();
        }
    }

    async Task<Outcome<string>> OfferedAsync(SessionOffer offer, CancellationToken cancellation)
    {
        using var span = SessionTrace.BeginOffer();
        var answer = await TryOpenAsync(offer, cancellation);
        if (answer.Refusal is { } refusal) SessionTrace.HandleOutcome(refusal.Code);
        return answer;
    }

    async Task<Outcome<string>> TryOpenAsync(SessionOffer offer, CancellationToken cancellation)
    {
        if (!readiness.IsReady) return Refusals.NotReady;
        if (!(await limits.TryReserveAsync(offer.Address, cancellation)).TryGet(out var seat, out var full)) return full;
        var started = false;
        try
        {
            if (!(await claims.FindAsync(offer.Ticket.SessionId, cancellation)).TryGet(out var session, out var unknown)) return unknown;
            if (claims.WhyNot(session) is { } over) return over;   // before it counts as an attempt
            if (!connector.IsPossible(session, offer)) return PageRefusals.PolicyNotPossible;
            if (await standing.RefusalOfAsync(session, cancellation) is { } disabled) return disabled;
            if (await claims.IsErasedAsync(session, cancellation)) return EndRefusals.SubjectErased;
            if (await limits.TryAdmitAsync(seat, session, cancellation) is { } tooMany) return tooMany;
            if (await claims.TryClaimAsync(session, cancellation) is { } unusable) return unusable;
            try
            {
                await nodes.EnterAsync(session.Id, seat.Attempt?.Ticket, cancellation);
                var connected = await connector.ConnectAsync(session, offer, seat, cancellation);
                if (!connected.TryGet(out var made, out var refusal))
                {
                    await recorder.EndAsync(session, refusal, CancellationToken.None);
                    return refusal;
                }

                started = true;
                seat.HandleAnswered(() => made.Supervisor.Stop(Refusals.Busy));
                registry.Run(seat, made.Supervisor);
                await StopIfOverAsync(session, made.Supervisor);
                return made.Answer;
            }
            catch (Exception e)
            {
                var gone = e is OperationCanceledException && cancellation.IsCancellationRequested;
                if (!gone) reporter.HandleFailed(session.Id, e);
                await recorder.EndAsync(session, gone ? EndRefusals.Left : StoreFaults.Of(e), CancellationToken.None);
                return StoreFaults.Of(e);
            }
        }
        finally
        {
            if (!started) await seat.DisposeAsync();
        }
    }

    /// <summary>Who cancelled the session or erased its subject while it was being opened did not find it among those that run.</summary>
    async Task StopIfOverAsync(SessionRecord session, SessionSupervisor supervisor)
    {
        try
        {
            if (await claims.IsOverAsync(session)) supervisor.Stop(EndRefusals.Cancelled);
        }
        catch (Exception e)
        {
            reporter.HandleFailed(session.Id, e);
            supervisor.Stop(Refusals.InternalError);   // in doubt it is over
        }
    }
}
