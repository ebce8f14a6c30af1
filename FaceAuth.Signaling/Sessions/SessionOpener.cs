using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Hubs;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Sessions;

/// <summary>Turns a session token's one use into a running session: seat, claim, pipeline, media, supervisor, in that order.</summary>
/// <remarks>What is refused before the claim leaves the token good; what is refused after it ends the session.</remarks>
internal sealed class SessionOpener(
    SessionRegistry registry, ISessionStore sessions, ISubjectStore subjects, SubjectAttempts attempts, IAuthPipeline pipeline, IMediaServer media, MediaHost mediaHost,
    SessionRecorder recorder, IHubContext<SignalingHub, ISignalingClient> hub, IOptions<SignalingOptions> options,
    SignalingMetrics metrics, TimeProvider time, ILogger<SessionSupervisor> logger)
{
    /// <summary>Answers the offer of a session's browser.</summary>
    /// <param name="ticket">Of the session's token.</param>
    /// <param name="offer">SDP.</param>
    /// <param name="connectionId">The hub connection it came by.</param>
    /// <param name="address">The client's address, for the bound on its sessions; null when it is not known.</param>
    /// <param name="cancellation">The connection closed.</param>
    public async Task<(string? Answer, Refusal? Refusal)> OpenAsync(
        SessionTicket ticket, string offer, string connectionId, string? address, CancellationToken cancellation)
    {
        try
        {
            var (answer, refusal) = await TryOpenAsync(ticket, offer, connectionId, address, cancellation);
            if (refusal is not null) SignalingLog.OfferRefused(logger, ticket.SessionId, refusal.Code);
            return (answer, refusal);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            SignalingLog.SessionFailed(logger, ticket.SessionId, e);
            return (null, Refusals.InternalError);
        }
    }

    async Task<(string? Answer, Refusal? Refusal)> TryOpenAsync(
        SessionTicket ticket, string offer, string connectionId, string? address, CancellationToken cancellation)
    {
        if (mediaHost.Problem is not null || !pipeline.Readiness.IsReady) return (null, Refusals.NotReady);
        var sessionId = ticket.SessionId;
        if (registry.TryReserve(out var seat) is { } full) return (null, full);
        var started = false;
        Guid? tried = null;
        try
        {
            var session = await sessions.FindAsync(sessionId, cancellation);
            if (session is null) return (null, Refusals.SessionUnknown);
            if (registry.TryCount(seat, session.Owner, address) is { } tooMany) return (null, tooMany);
            if (session is { Purpose: SessionPurpose.Verify, SubjectId: { } subject })
            {
                if (!attempts.TryBegin(subject)) return (null, Refusals.TooManyAttempts);
                tried = subject;
            }

            if (!await sessions.TryClaimAsync(sessionId, time.GetUtcNow(), cancellation)) return (null, await WhyNotAsync(sessionId));
            try
            {
                var (answer, refusal, supervisor) = await ConnectAsync(session, ticket.TokenId, offer, connectionId, cancellation);
                if (supervisor is null)
                {
                    await recorder.EndAsync(session, refusal!, CancellationToken.None);
                    return (null, refusal);
                }

                started = true;
                registry.Run(seat, supervisor);
                await StopIfOverAsync(session, supervisor);
                return (answer, null);
            }
            catch (Exception e)
            {
                var gone = e is OperationCanceledException && cancellation.IsCancellationRequested;
                if (!gone) SignalingLog.SessionFailed(logger, sessionId, e);
                await recorder.EndAsync(session, gone ? Refusals.Left : Refusals.InternalError, CancellationToken.None);
                return (null, Refusals.InternalError);
            }
        }
        finally
        {
            if (!started) seat.Dispose();
            if (!started && tried is { } subject) attempts.TakeBack(subject);
        }
    }

    async Task<(string? Answer, Refusal? Refusal, SessionSupervisor? Supervisor)> ConnectAsync(
        SessionRecord session, string tokenId, string offer, string connectionId, CancellationToken cancellation)
    {
        var request = new AuthRequest(session.Id, session.Owner, session.Purpose, session.SubjectId, session.Policy);
        var admitted = await pipeline.OpenAsync(request, cancellation);
        if (admitted.Run is not { } run) return (null, SessionEnd.Of(admitted.Refusal!.Value), null);
        IMediaPeer? peer = null;
        try
        {
            var accepted = await media.AcceptAsync(offer, run, cancellation);
            if (accepted.Peer is null) return (null, SessionEnd.Of(accepted.Refusal!.Value, accepted.Message), null);
            peer = accepted.Peer;
            cancellation.ThrowIfCancellationRequested();
            var relay = new SessionRelay(session, peer, run, pipeline.Readiness.Models, options.Value, time);
            var supervisor = new SessionSupervisor(
                session, tokenId, peer, run, relay, recorder, new BrowserLine(hub, connectionId), options.Value, metrics, time, logger);
            (run, peer) = (null!, null);
            return (accepted.AnswerSdp, null, supervisor);
        }
        finally
        {
            if (peer is not null) await peer.DisposeAsync();
            if (run is not null) await run.DisposeAsync();
        }
    }

    /// <summary>Who cancelled the session or erased its subject while it was being opened did not find it among those that run.</summary>
    async Task StopIfOverAsync(SessionRecord session, SessionSupervisor supervisor)
    {
        try
        {
            var isOver = await sessions.FindAsync(session.Id, CancellationToken.None) is not { State: SessionState.Claimed }
                || (session.SubjectId is { } subject && await subjects.FindAsync(subject, CancellationToken.None) is null);
            if (isOver) supervisor.Stop(Refusals.Cancelled);
        }
        catch (Exception e)
        {
            SignalingLog.SessionFailed(logger, session.Id, e);
            supervisor.Stop(Refusals.InternalError);   // in doubt it is over
        }
    }

    async Task<Refusal> WhyNotAsync(Guid sessionId) => (await sessions.FindAsync(sessionId, CancellationToken.None))?.State switch
    {
        null => Refusals.SessionUnknown,
        SessionState.Created => Refusals.SessionExpired,
        SessionState.Claimed => Refusals.SessionUsed,
        SessionState.Decided => Refusals.SessionUsed,
        _ => Refusals.SessionEnded,
    };
}
