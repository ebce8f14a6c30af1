using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Reviews;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Sessions;

/// <summary>Puts a claimed session together: a run of the pipeline, a peer that feeds it, a supervisor over both.</summary>
internal sealed class SessionConnector(
    IAuthPipeline pipeline, IMediaServer media, SessionRecorder recorder, SessionReporter reporter, CourseKeeper courses,
    SessionPictures pictures, IEndNotice notice, IOptions<SignalingOptions> options, TimeProvider time)
{
    /// <summary>The answer to the offer, and the supervisor that is to be run.</summary>
    internal sealed record Connected(string Answer, SessionSupervisor Supervisor);

    /// <summary>Whether its person can do what the session's policy asks.</summary>
    public bool IsPossible(SessionRecord session, SessionOffer offer) => pipeline.CanAsk(session.Policy, offer.Cannot);

    /// <summary>Answers the offer, or says why not; then nothing is left open.</summary>
    /// <param name="session">The session, claimed.</param>
    /// <param name="offer">What came, and by which way.</param>
    /// <param name="seat">The session's place.</param>
    /// <param name="cancellation">The connection closed.</param>
    public async Task<Outcome<Connected>> ConnectAsync(
        SessionRecord session, SessionOffer offer, SessionSeat seat, CancellationToken cancellation)
    {
        var request = new AuthRequest(session.Id, session.Owner, session.Purpose, session.SubjectId, session.Policy, session.GroupId)
        {
            Origin = offer.Address,
            CanPursue = offer.CanPursue,
            CanLight = offer.CanLight,
            Cannot = offer.Cannot,
            Pictures = pictures.Most,
        };
        var timeline = new SessionTimeline(session.CreatedAt, time);
        timeline.HandleOffered();
        var admitted = await pipeline.OpenAsync(request, cancellation);
        if (admitted.Run is not { } run) return SessionEnd.Of(admitted.Refusal!.Value);
        IMediaPeer? peer = null;
        try
        {
            var accepted = await AcceptAsync(offer, run, cancellation);
            if (accepted.Peer is null) return SessionEnd.Of(accepted.Refusal!.Value, accepted.Message);
            peer = accepted.Peer;
            cancellation.ThrowIfCancellationRequested();
            var relay = new SessionRelay(session, peer, run, pipeline.Readiness.Models, options.Value, time);
            var parts = new SessionParts(
                session, offer.Ticket.TokenId, peer, run, seat, new BrowserLine(notice, offer.ConnectionId), timeline,
                new CourseGatherer(session.CreatedAt, time), offer.UserAgent);
            var supervisor = new SessionSupervisor(parts, relay, recorder, reporter, courses, options.Value, time);
            (run, peer) = (null!, null);
            return new Connected(accepted.AnswerSdp!, supervisor);
        }
        finally
        {
            if (peer is not null) await peer.DisposeAsync();
            if (run is not null) await run.DisposeAsync();
        }
    }

    async ValueTask<PeerAdmission> AcceptAsync(SessionOffer offer, IAuthRun run, CancellationToken cancellation)
    {
        if (offer.Pictures is { } sent)
        {
            sent.Open(run);
            return new(sent, "", null, null);
        }

        if (offer.Said is not { } said) return await media.AcceptAsync(offer.Sdp, run, cancellation);
        var accepted = await media.AcceptVideoAsync(offer.Sdp, run, cancellation);
        return accepted.Peer is { } peer ? accepted with { Peer = new MirroredPeer(peer, said) } : accepted;
    }
}
