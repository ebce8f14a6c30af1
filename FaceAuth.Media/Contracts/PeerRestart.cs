namespace FaceAuth.Media.Contracts;

/// <summary>The answer to a later offer of a peer: its SDP, or a refusal that changes nothing.</summary>
/// <param name="AnswerSdp">The answer for the browser; null when refused.</param>
/// <param name="Refusal">Why not; null when answered.</param>
/// <param name="Message">For people: what is wrong with the offer and what to do. Never repeats the offer.</param>
public sealed record PeerRestart(string? AnswerSdp, PeerRefusal? Refusal, string? Message);
