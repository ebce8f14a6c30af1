using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Nodes;

/// <summary>Brings a browser that comes back to the node that runs its session, whichever node it reached.</summary>
/// <remarks>
/// Where the session runs here nothing is carried. Else the directory names its node, and the line between nodes takes question and answer;
/// the browser need not reach that node's HTTP. Its own token was checked by the node that it reached, and is compared by the one that runs
/// the session. Safe from many threads.
/// </remarks>
internal sealed class SessionCarrier(
    SessionRegistry registry, ISessionDirectory directory, INodeLine line, ISessionStore sessions, IRelyingPartyStore parties,
    SignalingMetrics metrics, ILogger<SessionCarrier> logger) : IHostedService
{
    /// <summary>Whether there can be other nodes.</summary>
    public bool IsShared => line.IsShared;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        line.Listen(AnswerAsync);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Answers a later offer of a running session; see <see cref="SessionSupervisor.Restart"/>.</summary>
    public async Task<Outcome<string>> RestartAsync(SessionTicket ticket, string offer, string connectionId, CancellationToken cancellation)
    {
        if (registry.Runs(ticket.SessionId)) return registry.Restart(ticket, offer, connectionId);
        var asked = await AskAsync(new(ticket.SessionId, ticket.TokenId, offer, connectionId), cancellation);
        if (!asked.TryGet(out var answer, out var refusal)) return refusal;
        return answer.Sdp is { } sdp ? sdp : Refusals.InternalError;
    }

    /// <summary>Until when a browser may come back with a token that has run out, or why it may not.</summary>
    public async Task<Outcome<DateTimeOffset>> ReturnAsync(SessionTicket ticket, CancellationToken cancellation)
    {
        if (registry.Runs(ticket.SessionId) || !line.IsShared) return await ReturnHereAsync(ticket, cancellation);
        var asked = await AskAsync(new(ticket.SessionId, ticket.TokenId), cancellation);
        if (!asked.TryGet(out var answer, out var refusal)) return refusal;
        return answer.EndsAt is { } until ? until : Refusals.TokenExpired;
    }

    async Task<Outcome<CarriedQuestion.Answer>> AskAsync(CarriedQuestion question, CancellationToken cancellation)
    {
        if (!line.IsShared) return Refusals.SessionEnded;
        var place = await directory.FindAsync(question.Session);
        var said = place is { IsHere: false } ? await line.AskAsync(place.Node, question.ToBytes(), cancellation) : null;
        if (said is not null && CarriedQuestion.Answer.Read(said) is { } answer)
        {
            metrics.Carried(answer.Code ?? "answered");
            return answer.Refusal is { } refusal ? refusal : answer;
        }

        var why = await WhyNobodyAsync(question.Session, cancellation);
        metrics.Carried(why.Code);
        return why;
    }

    /// <summary>Nobody says that they run it: it is over, or its node is away, which then is known in a moment.</summary>
    async Task<Refusal> WhyNobodyAsync(Guid session, CancellationToken cancellation)
    {
        try
        {
            return await sessions.FindAsync(session, cancellation) switch
            {
                { State: SessionState.Claimed } => NodeRefusals.NodeUnreachable,
                { Outcome: "node_lost" } => NodeRefusals.NodeLost,
                _ => Refusals.SessionEnded,
            };
        }
        catch (StoreException)
        {
            return NodeRefusals.NodeUnreachable;
        }
    }

    async Task<byte[]> AnswerAsync(byte[] said)
    {
        try
        {
            if (CarriedQuestion.Read(said) is not { Token: not null } question)
                return CarriedQuestion.Answer.Of(Refusals.InternalError).ToBytes();
            return (question.Offer is { } offer ? RestartHere(question, offer) : await ReturnHereAsync(question)).ToBytes();
        }
        catch (Exception fault)
        {
            SignalingLog.CarryFailed(logger, StoreFaults.ForLog(fault));
            return CarriedQuestion.Answer.Of(Refusals.InternalError).ToBytes();
        }
    }

    CarriedQuestion.Answer RestartHere(CarriedQuestion question, string offer) =>
        registry.Restart(question.Ticket, offer, question.Connection ?? "").TryGet(out var sdp, out var refusal)
            ? new(Sdp: sdp) : CarriedQuestion.Answer.Of(refusal);

    async Task<CarriedQuestion.Answer> ReturnHereAsync(CarriedQuestion question) =>
        (await ReturnHereAsync(question.Ticket, CancellationToken.None)).TryGet(out var until, out var refusal)
            ? new(EndsAt: until) : CarriedQuestion.Answer.Of(refusal);

    /// <summary>Keys are revoked by another process, which the registry does not hear of.</summary>
    async Task<Outcome<DateTimeOffset>> ReturnHereAsync(SessionTicket ticket, CancellationToken cancellation)
    {
        if (registry.FindResumable(ticket) is not { } session) return Refusals.TokenExpired;
        var isWelcome = Caller.RelyingPartyOf(session.Owner) is not { } party || await parties.HasKeyAsync(party, cancellation);
        return isWelcome ? session.EndsAt : Refusals.TokenExpired;
    }
}
