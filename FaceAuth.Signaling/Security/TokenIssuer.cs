using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Signaling.Security;

/// <summary>Writes signed tokens and says how to check them. Safe from many threads.</summary>
internal sealed class TokenIssuer(SigningKey key, IOptions<SignalingOptions> options, SignalingMetrics metrics, TimeProvider time)
{
    readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Signs a token of a kind.</summary>
    public string Issue(TokenKind kind, TimeSpan lifetime, IDictionary<string, object> claims)
    {
        metrics.Issued(kind.Name);
        return Sign(kind.Type, kind.Audience, lifetime, claims);
    }

    /// <summary>Signs claims as a compact JWS, with issuer, audience, <c>iat</c>, <c>exp</c> and <c>jti</c> added.</summary>
    /// <remarks>What is to be good for ever has no lifetime, and no <c>exp</c>.</remarks>
    public string Sign(string type, string audience, TimeSpan? lifetime, IDictionary<string, object> claims)
    {
        var now = time.GetUtcNow().UtcDateTime;
        claims[JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString();
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = type,
            Issuer = options.Value.Issuer,
            Audience = audience,
            IssuedAt = now,
            Expires = now + lifetime,
            Claims = claims,
            SigningCredentials = key.Credentials,
        });
    }

    /// <summary>What a token of a kind must be like.</summary>
    public TokenValidationParameters RulesFor(TokenKind kind) => new()
    {
        ValidTypes = [kind.Type],
        ValidAudience = kind.Audience,
        ValidIssuer = options.Value.Issuer,
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        IssuerSigningKey = key.Key,
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        NameClaimType = Caller.OwnerClaim,
        LifetimeValidator = (_, expires, _, _) => IsAlive(expires),
    };

    /// <summary>Checks a token of a kind; null when it is not valid now.</summary>
    public async ValueTask<JsonWebToken?> ReadAsync(TokenKind kind, string token)
    {
        var result = await _handler.ValidateTokenAsync(token, RulesFor(kind));
        return result.IsValid ? (JsonWebToken)result.SecurityToken : null;
    }

    /// <summary>On the host's clock, without leeway: the same deployment issued it.</summary>
    public bool IsAlive(DateTime? expires) => expires > time.GetUtcNow().UtcDateTime;
}
