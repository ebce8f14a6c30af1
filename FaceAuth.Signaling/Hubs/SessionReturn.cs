using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Nodes;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Signaling.Hubs;

/// <summary>
/// Lets a browser back to its running session when its token has run out meanwhile, as it must be when its network changes late.
/// </summary>
/// <remarks>
/// The token's lifetime bounds when a session may begin; how long one that has begun may be come back to is bounded by the session's own
/// deadline. So an expired token opens a connection only while a node runs the session that was joined with that very token, its owner
/// has not signed out and the relying party's keys are not revoked; what such a connection can do is to restart that session, since its one
/// offer is used up. All else about the token is checked as ever. Safe from many threads.
/// </remarks>
internal sealed class SessionReturn(
    SessionRegistry registry, SessionCarrier carrier, TokenIssuer issuer, ConnectionRates rates, IOptions<SignalingOptions> options,
    TimeProvider time)
{
    readonly RefusedReturns _refused = new(time);

    /// <summary>What a session's token must be like.</summary>
    public TokenValidationParameters Rules()
    {
        var rules = issuer.RulesFor(TokenKind.Session);
        rules.LifetimeValidator = (_, expires, token, _) =>
            issuer.IsAlive(expires) || (expires is { } at && MayRun(token as JsonWebToken, at));
        return rules;
    }

    /// <summary>Decides about a token that passed <see cref="Rules"/>, and until when its connection may stay open.</summary>
    public async Task HandleValidated(TokenValidatedContext context)
    {
        if (issuer.IsAlive(context.SecurityToken.ValidTo)) return;
        var refusal = Refusals.TokenExpired;
        if (context.SecurityToken is JsonWebToken token && SessionTokens.TicketOf(token) is { } ticket)
        {
            var answer = await ReturnAsync(ticket, context.HttpContext);
            if (answer.TryGet(out var until, out refusal))
            {
                context.Properties.ExpiresUtc = until;
                return;
            }
        }

        // what is over is told as ever, a node that is away as what it is: it may be back in a moment
        var isTold = refusal.Code == NodeRefusals.NodeUnreachable.Code || refusal.Code == NodeRefusals.NodeLost.Code
            || refusal.Code == Refusals.TooManyRequests.Code;
        AuthorizationProblemHandler.Note(context.HttpContext, isTold ? refusal : Refusals.TokenExpired);
        context.Fail("expired");
    }

    /// <summary>To find out costs other nodes' and the database's time, so it is counted, and a refusal stands for a moment.</summary>
    async Task<Outcome<DateTimeOffset>> ReturnAsync(SessionTicket ticket, HttpContext context)
    {
        if (_refused.Find(ticket) is { } known) return known;
        if (await rates.WhyNoReturnAsync(RateLimits.AddressOf(context), ticket) is { } tooMany) return tooMany;
        var answer = await carrier.ReturnAsync(ticket, context.RequestAborted);
        if (answer.Refusal is { } refusal && !context.RequestAborted.IsCancellationRequested) _refused.Add(ticket, refusal);
        return answer;
    }

    /// <summary>Whether its session can run still, here or elsewhere; the first is known here, the other has to be asked for.</summary>
    bool MayRun(JsonWebToken? token, DateTime expired) =>
        token is not null && SessionTokens.TicketOf(token) is { } ticket
        && (registry.Runs(ticket.SessionId)
            ? registry.FindResumable(ticket) is not null
            : carrier.IsShared && expired + options.Value.TimeLimit > time.GetUtcNow().UtcDateTime);
}
