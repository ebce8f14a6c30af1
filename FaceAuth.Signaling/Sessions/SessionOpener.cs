using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>Turns a session token's one use into a running session: seat, claim, pipeline, media, supervisor, in that order.</summary>
/// <remarks>What is refused before the claim leaves the token good; what is refused after it ends the session.</remarks>
internal sealed class SessionOpener(
    SessionReadiness readiness, SessionLimits limits, SessionClaims claims, SessionConnector connector, SessionRegistry registry,
    SessionRecorder recorder, SessionReporter reporter)
{
    /// <summary>Answers the offer of a session's browser.</summary>
    /// <param name="ticket">Of the session's token.</param>
    /// <param name="offer">SDP.</param>
    /// <param name="connectionId">The hub connection it came by.</param>
    /// <param name="address">The client's address, for the bound on its sessions; null when it is not known.</param>
    /// <param name="cancellation">The connection closed.</param>
    /// <returns>The answer's SDP.</returns>
    public async Task<Outcome<string>> OpenAsync(
        SessionTicket ticket, string offer, string connectionId, string? address, CancellationToken cancellation)
    {
        try
        {
            var answer = await TryOpenAsync(ticket, offer, connectionId, address, cancellation);
            if (answer.Refusal is { } refusal) reporter.HandleRefused(ticket.SessionId, refusal);
            return answer;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            reporter.HandleFailed(ticket.SessionId, e);
            return Refusals.InternalError;
        }
    }

    async Task<Outcome<string>> TryOpenAsync(
        SessionTicket ticket, string offer, string connectionId, string? address, CancellationToken cancellation)
    {
        if (!readiness.IsReady) return Refusals.NotReady;
        if (!limits.TryReserve().TryGet(out var seat, out var full)) return full;
        var started = false;
        try
        {
            if (!(await claims.FindAsync(ticket.SessionId, cancellation)).TryGet(out var session, out var unknown)) return unknown;
            if (await limits.TryAdmitAsync(seat, session, address) is { } tooMany) return tooMany;
            if (await claims.TryClaimAsync(session.Id, cancellation) is { } unusable) return unusable;
            try
            {
                var connected = await connector.ConnectAsync(session, ticket.TokenId, offer, connectionId, cancellation);
                if (!connected.TryGet(out var made, out var refusal))
                {
                    await recorder.EndAsync(session, refusal, CancellationToken.None);
                    return refusal;
                }

                started = true;
                seat.HandleAnswered();
                registry.Run(seat, made.Supervisor);
                await StopIfOverAsync(session, made.Supervisor);
                return made.Answer;
            }
            catch (Exception e)
            {
                var gone = e is OperationCanceledException && cancellation.IsCancellationRequested;
                if (!gone) reporter.HandleFailed(session.Id, e);
                await recorder.EndAsync(session, gone ? Refusals.Left : Refusals.InternalError, CancellationToken.None);
                return Refusals.InternalError;
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
            if (await claims.IsOverAsync(session)) supervisor.Stop(Refusals.Cancelled);
        }
        catch (Exception e)
        {
            reporter.HandleFailed(session.Id, e);
            supervisor.Stop(Refusals.InternalError);   // in doubt it is over
        }
    }
}
