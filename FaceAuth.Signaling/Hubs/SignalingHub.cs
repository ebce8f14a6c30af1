using System.Diagnostics.CodeAnalysis;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace FaceAuth.Signaling.Hubs;

/// <summary>
/// Where a browser with a session token makes its offer. Refusals are <see cref="HubException"/>s whose message is
/// "code: sentence". Messages are at most <see cref="MaxMessageBytes"/> long.
/// </summary>
[Authorize(Policies.Session)]
internal sealed class SignalingHub(SessionOpener opener) : Hub<ISignalingClient>
{
    /// <summary>Where the hub is.</summary>
    public const string Path = "/hubs/signaling";

    /// <summary>Largest hub message taken, in bytes; a larger one closes the connection.</summary>
    public const int MaxMessageBytes = 128 * 1024;

    /// <summary>Answers the offer, once in a session's life.</summary>
    public async Task<AnswerMessage> Offer(OfferMessage offer)
    {
        if (SessionTokens.SessionOf(Context.User) is not { } sessionId) throw Refuse(Refusals.TokenInvalid);
        if (offer?.Sdp is not { Length: > 0 } sdp) throw Refuse(Refusals.BadSdp);
        if (sdp.Length > OfferMessage.MaxSdpLength) throw Refuse(Refusals.TooLarge);
        var (answer, refusal) = await opener.OpenAsync(sessionId, sdp, Context.ConnectionId, Context.ConnectionAborted);
        return refusal is null ? new(answer!, sessionId) : throw Refuse(refusal);
    }

    /// <summary>Takes a candidate and ignores it; see <see cref="CandidateMessage"/>.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "SignalR calls instance methods only.")]
    public void Candidate(CandidateMessage candidate) => _ = candidate;

    static HubException Refuse(Refusal refusal) => new($"{refusal.Code}: {refusal.Text}");
}
