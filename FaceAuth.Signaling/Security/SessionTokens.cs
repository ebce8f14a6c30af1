using System.Security.Claims;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace FaceAuth.Signaling.Security;

/// <summary>Session tokens: who holds one may make one offer for one session, and may come back to that session while it runs.</summary>
internal sealed class SessionTokens(TokenIssuer issuer, IOptions<SignalingOptions> options)
{
    public const string SessionClaim = "sid";

    /// <summary>A token for a session, good for <see cref="SignalingOptions.TokenLifetime"/>.</summary>
    public string Issue(Guid sessionId) => issuer.Issue(
        TokenKind.Session, options.Value.TokenLifetime, new Dictionary<string, object> { [SessionClaim] = sessionId.ToString() });

    /// <summary>What a checked token stands for; null when the principal holds none.</summary>
    public static SessionTicket? TicketOf(ClaimsPrincipal? principal) =>
        TicketOf(principal?.FindFirst(SessionClaim)?.Value, principal?.FindFirst(JwtRegisteredClaimNames.Jti)?.Value);

    /// <summary>What a token would stand for if it were good.</summary>
    public static SessionTicket? TicketOf(JsonWebToken token) =>
        TicketOf(token.TryGetPayloadValue<string>(SessionClaim, out var session) ? session : null, token.Id);

    static SessionTicket? TicketOf(string? session, string? token) =>
        Guid.TryParse(session, out var id) && !string.IsNullOrEmpty(token) ? new(id, token) : null;
}
