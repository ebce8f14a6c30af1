using FaceAuth.Media.Contracts;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Limits;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Sessions;

/// <summary>What one running session is made of; its supervisor closes what there is to close.</summary>
/// <param name="Session">The session as it is stored.</param>
/// <param name="TokenId">Id of the token it was joined with.</param>
/// <param name="Peer">The connection to its browser.</param>
/// <param name="Run">The pipeline's part.</param>
/// <param name="Seat">Its place among the others; given back by whoever runs it.</param>
/// <param name="Browser">By which the browser hears of an end without a decision.</param>
/// <param name="Timeline">What happened and when.</param>
/// <param name="Course">Gathers what the person was told and asked.</param>
/// <param name="UserAgent">What the client says it is; null for nothing.</param>
internal sealed record SessionParts(
    SessionRecord Session, string TokenId, IMediaPeer Peer, IAuthRun Run, SessionSeat Seat, BrowserLine Browser,
    SessionTimeline Timeline, CourseGatherer Course, string? UserAgent);
