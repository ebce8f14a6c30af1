using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Nodes;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace FaceAuth.Signaling.Hubs;

/// <summary>Where a browser with a session token makes its offer.</summary>
/// <remarks>
/// Refusals are <see cref="HubException"/>s whose message is "code: sentence". Messages are at most <see cref="MaxMessageBytes"/> long.
/// </remarks>
[Authorize(Policies.Session)]
internal sealed class SignalingHub(SessionOpener opener, SessionCarrier carrier, SessionLimits limits, SignalingMetrics metrics)
    : Hub<ISignalingClient>
{
    /// <summary>Where the hub is.</summary>
    public const string Path = "/hubs/signaling";

    /// <summary>Largest hub message taken, in bytes; a larger one closes the connection.</summary>
    public const int MaxMessageBytes = 128 * 1024;

    static readonly object Counted = new();

    /// <inheritdoc/>
    public override Task OnConnectedAsync()
    {
        metrics.Connected();
        if (SessionTokens.TicketOf(Context.User) is { SessionId: var session } && limits.TryConnect(session))
        {
            Context.Items[Counted] = session;
        }
        else
        {
            metrics.Refused(HubConnections.TooMany);
            Context.Abort();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        metrics.Disconnected();
        if (Context.Items.TryGetValue(Counted, out var session)) limits.Disconnect((Guid)session!);
        return Task.CompletedTask;
    }

    /// <summary>Answers the offer, once in a session's life.</summary>
    public async Task<AnswerMessage> Offer(OfferMessage offer)
    {
        var (ticket, sdp) = Read(offer);
        string? address = null, agent = null;
        if (Context.GetHttpContext() is { } http)
        {
            address = RateLimits.AddressOf(http);
            agent = http.Request.Headers.UserAgent;
            ClientOrigin.Take(http);   // SignalR leaves the request's own flow behind
        }

        return Answer(ticket, await opener.OpenAsync(
            new(ticket, sdp, Context.ConnectionId, address)
            {
                CanPursue = Can(offer, Wire.Name(ChallengeKind.Pursuit)),
                CanLight = Can(offer, Wire.Name(SignalKind.Light)),
                Cannot = ReadCannot(offer),
                UserAgent = agent,
            },
            Context.ConnectionAborted));
    }

    /// <summary>Answers a later offer of a running session, by which its browser moves to another network (ICE restart).</summary>
    /// <remarks>
    /// A refusal changes nothing. Any connection with the session's token may bring it, to any node, and that token may have run out: the
    /// first one went with the old network.
    /// </remarks>
    public async Task<AnswerMessage> Restart(OfferMessage offer)
    {
        var (ticket, sdp) = Read(offer);
        return Answer(ticket, await carrier.RestartAsync(ticket, sdp, Context.ConnectionId, Context.ConnectionAborted));
    }

    /// <summary>Takes a candidate and ignores it; see <see cref="CandidateMessage"/>.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "SignalR calls instance methods only.")]
    public void Candidate(CandidateMessage candidate) => _ = candidate;

    const string NoOffer =
        "An offer is an object: {\"sdp\": \"v=0…\"}, and where wanted \"can\" and \"cannot\". Hand over that, not the description alone.";

    (SessionTicket Ticket, string Sdp) Read(OfferMessage offer)
    {
        if (SessionTokens.TicketOf(Context.User) is not { } ticket) throw Refuse(Refusals.TokenInvalid);
        if (!offer.IsShaped) throw Refuse(Refusals.BadSdp.With(NoOffer));
        if (offer.Sdp is not { Length: > 0 } sdp) throw Refuse(Refusals.BadSdp);
        return sdp.Length <= OfferMessage.MaxSdpLength ? (ticket, sdp) : throw Refuse(Refusals.TooLarge);
    }

    static bool Can(OfferMessage offer, string what) =>
        offer.Can is { ValueKind: JsonValueKind.Array } can
        && can.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && one.ValueEquals(what));

    HashSet<ChallengeKind> ReadCannot(OfferMessage offer)
    {
        HashSet<ChallengeKind> cannot = [];
        if (offer.Cannot is not { ValueKind: not JsonValueKind.Null } told) return cannot;
        if (told.ValueKind != JsonValueKind.Array) throw Refuse(PageRefusals.BadCannot);
        foreach (var one in told.EnumerateArray())
        {
            if (!Wire.TryChallenge(OfferReader.TextOf(one), out var kind)) throw Refuse(PageRefusals.BadCannot);
            cannot.Add(kind);
        }

        return cannot;
    }

    AnswerMessage Answer(SessionTicket ticket, Outcome<string> outcome) =>
        outcome.TryGet(out var sdp, out var refusal) ? new(sdp, ticket.SessionId) : throw Refuse(refusal);

    HubException Refuse(Refusal refusal)
    {
        metrics.Refused(refusal.Code);
        return new($"{refusal.Code}: {refusal.Text}");
    }
}
