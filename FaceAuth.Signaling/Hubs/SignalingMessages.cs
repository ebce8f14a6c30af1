using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaceAuth.Signaling.Hubs;

/// <summary>A browser's offer.</summary>
/// <param name="Sdp">The offer's SDP, 1 to <see cref="MaxSdpLength"/> characters.</param>
/// <param name="Can">
/// Kinds of challenges that the page can put beside those every client can, such as "pursuit"; what is none is ignored. Null for none.
/// </param>
/// <param name="Cannot">
/// Kinds of challenges that the person cannot do and is not to be asked for; what is none is refused. Null for none. Never kept.
/// </param>
/// <remarks>Both are read by hand: what is no list of names would else be refused without a word.</remarks>
[JsonConverter(typeof(OfferReader))]
internal sealed record OfferMessage(string? Sdp, JsonElement? Can = null, JsonElement? Cannot = null)
{
    /// <summary>Longest offer taken. Chromium's with every codec and a dozen candidates is about 8 000 characters.</summary>
    public const int MaxSdpLength = 64 * 1024;

    /// <summary>Whether it was an object, and its "sdp" a text.</summary>
    public bool IsShaped { get; init; } = true;

    /// <summary>SignalR logs arguments at Debug; SDP holds addresses.</summary>
    public override string ToString() => "OfferMessage { ‹private› }";
}

/// <summary>The answer to an offer.</summary>
/// <param name="Sdp">The answer's SDP.</param>
/// <param name="SessionId">The session.</param>
internal sealed record AnswerMessage(string Sdp, Guid SessionId)
{
    /// <summary>Never prints the SDP.</summary>
    public override string ToString() => $"AnswerMessage {{ SessionId = {SessionId} }}";
}

/// <summary>An ICE candidate of the browser (RFC 8838).</summary>
/// <remarks>
/// This side is ICE-lite (RFC 8445 §2.5): it answers checks from whatever address they come and needs no candidate, so these are taken and
/// ignored.
/// </remarks>
/// <param name="Candidate">The candidate line.</param>
/// <param name="SdpMid">Its media section.</param>
/// <param name="SdpMLineIndex">The same by number.</param>
internal sealed record CandidateMessage(
    string? Candidate, string? SdpMid, [property: JsonPropertyName("sdpMLineIndex")] int? SdpMLineIndex)
{
    /// <summary>Never prints the address.</summary>
    public override string ToString() => "CandidateMessage { ‹private› }";
}

/// <summary>The session ended without a decision. Sent on the hub because the data channel may never have opened.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Code">Why; stable.</param>
/// <param name="Text">What to do next.</param>
public sealed record SessionEndedMessage(Guid SessionId, string Code, string Text);
