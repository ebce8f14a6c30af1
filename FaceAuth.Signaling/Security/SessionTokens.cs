using System.Security.Claims;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Security;

/// <summary>Session tokens: who holds one may make one offer for one session.</summary>
internal sealed class SessionTokens(TokenIssuer issuer, IOptions<SignalingOptions> options)
{
    public const string SessionClaim = "sid";

    /// <summary>A token for a session, good for <see cref="SignalingOptions.TokenLifetime"/>.</summary>
    public string Issue(Guid sessionId) => issuer.Issue(
        TokenKind.Session, options.Value.TokenLifetime, new Dictionary<string, object> { [SessionClaim] = sessionId.ToString() });

    /// <summary>The session a checked token is for; null when the principal holds none.</summary>
    public static Guid? SessionOf(ClaimsPrincipal? principal) =>
        Guid.TryParse(principal?.FindFirst(SessionClaim)?.Value, out var id) ? id : null;
}
