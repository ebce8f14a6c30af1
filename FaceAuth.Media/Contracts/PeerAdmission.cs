namespace FaceAuth.Media.Contracts;

/// <summary>The answer to an offer: a peer with its SDP answer, or a refusal.</summary>
/// <param name="Peer">The peer, owned by the caller; null when refused.</param>
/// <param name="AnswerSdp">The answer for the browser; null when refused.</param>
/// <param name="Refusal">Why not; null when accepted.</param>
/// <param name="Message">For people: what is wrong with the offer and what to do. Never repeats the offer.</param>
public sealed record PeerAdmission(IMediaPeer? Peer, string? AnswerSdp, PeerRefusal? Refusal, string? Message);
