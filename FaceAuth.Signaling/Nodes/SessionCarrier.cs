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
    /// <summary>A page asks one thing at a time; who sends many at once holds no more of the line with one session.</summary>
    const int MostOfSession = 2;

    readonly Dictionary<Guid, int> _asking = [];

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
        if (!TryEnter(question.Session)) return NodeRefusals.NodeUnreachable;
        try
        {
            var place = await directory.FindAsync(question.Session);
            var said = place is { IsHere: false } ? await line.AskAsync(place.Node, question.ToBytes(), cancellation) : null;
            // who does not run it is not believed that nobody does: the directory may have named the wrong one
            if (said is not null && CarriedQuestion.Answer.Read(said) is { } answer && answer.Code != NodeRefusals.NodeUnreachable.Code)
            {
                metrics.Carried(answer.Code ?? "answered");
                return answer.Refusal is { } refusal ? refusal : answer;
            }

            var why = await WhyNobodyAsync(question.Session, cancellation);
            metrics.Carried(why.Code);
            return why;
        }
        finally
        {
            Leave(question.Session);
        }
    }

    bool TryEnter(Guid session)
    {
        lock (_asking)
        {
            var count = _asking.GetValueOrDefault(session);
            if (count >= MostOfSession) return false;
            _asking[session] = count + 1;
            return true;
        }
    }

    void Leave(Guid session)
    {
        lock (_asking)
        {
            if (--_asking[session] == 0) _asking.Remove(session);
        }
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
            if (!registry.Runs(question.Session)) return CarriedQuestion.Answer.Of(NodeRefusals.NodeUnreachable).ToBytes();
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
