using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Signaling.Hubs;

/// <summary>
/// Lets a browser back to its running session when its token has run out meanwhile, as it must be when its network changes late.
/// </summary>
/// <remarks>
/// The token's lifetime bounds when a session may begin; how long one that has begun may be come back to is bounded by the session's own
/// deadline. So an expired token opens a connection only while this node runs the session that was joined with that very token, its owner
/// has not signed out and the relying party's keys are not revoked; what such a connection can do is to restart that session, since its one
/// offer is used up. All else about the token is checked as ever. Safe from many threads.
/// </remarks>
internal sealed class SessionReturn(SessionRegistry registry, IRelyingPartyStore parties, TokenIssuer issuer)
{
    /// <summary>What a session's token must be like.</summary>
    public TokenValidationParameters Rules()
    {
        var rules = issuer.RulesFor(TokenKind.Session);
        rules.LifetimeValidator = (_, expires, token, _) =>
            issuer.IsAlive(expires) || (expires is not null && FindRunning(token as JsonWebToken) is not null);
        return rules;
    }

    /// <summary>Decides about a token that passed <see cref="Rules"/>, and until when its connection may stay open.</summary>
    public async Task HandleValidated(TokenValidatedContext context)
    {
        if (issuer.IsAlive(context.SecurityToken.ValidTo)) return;
        var session = FindRunning(context.SecurityToken as JsonWebToken);
        if (session is not null && await IsWelcomeAsync(session, context.HttpContext.RequestAborted))
        {
            context.Properties.ExpiresUtc = session.EndsAt;
        }
        else
        {
            AuthorizationProblemHandler.Note(context.HttpContext, Refusals.TokenExpired);
            context.Fail("expired");
        }
    }

    SessionSupervisor? FindRunning(JsonWebToken? token) =>
        token is not null && SessionTokens.TicketOf(token) is { } ticket ? registry.FindResumable(ticket) : null;

    /// <summary>Keys are revoked by another process, which the registry does not hear of.</summary>
    async ValueTask<bool> IsWelcomeAsync(SessionSupervisor session, CancellationToken cancellation) =>
        Caller.RelyingPartyOf(session.Owner) is not { } party || await parties.HasKeyAsync(party, cancellation);
}
