using FaceAuth.Signaling.Verdicts;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Load.Simulate;

/// <summary>Checks a verdict as a relying party must before it believes it: signature, session, nonce, certificates and outcome.</summary>
/// <param name="SessionId">The session asked for.</param>
/// <param name="Nonce">The nonce sent with it.</param>
/// <param name="Purpose">What it was for.</param>
/// <param name="OfferFingerprint">Of our DTLS certificate.</param>
/// <param name="AnswerFingerprint">Of the server's, out of the answer.</param>
internal sealed record VerdictCheck(Guid SessionId, string Nonce, string Purpose, string OfferFingerprint, string AnswerFingerprint)
{
    /// <summary>Checks.</summary>
    /// <param name="verdict">The compact JWS.</param>
    /// <param name="accepted">What the message beside it said.</param>
    /// <param name="jwks">The server's key set (RFC 7517).</param>
    /// <returns>What is wrong; null when all is well.</returns>
    public async Task<string?> FindFaultAsync(string verdict, bool accepted, string jwks)
    {
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(verdict, new TokenValidationParameters
        {
            IssuerSigningKeys = ReadKeys(jwks),
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidTypes = [VerdictSigner.TokenType],
            ValidateIssuer = false,     // told by the key, which comes from the server itself
            ValidateAudience = false,   // whoever created the session was told it; we may have been handed a token alone
            RequireSignedTokens = true,
            RequireExpirationTime = true,
        });
        if (!result.IsValid)
            return result.Exception is SecurityTokenExpiredException ? "it has expired" : "its signature does not fit the server's keys";

        var token = (JsonWebToken)result.SecurityToken;
        if (Claim<string>(token, "sid") != SessionId.ToString()) return "it is about another session";
        if (Claim<string>(token, "nonce") != Nonce) return "it has another nonce";
        if (Claim<string>(token, "purpose") != Purpose) return "it has another purpose";
        if (!token.TryGetPayloadValue<bool>("accepted", out var said) || said != accepted)
            return "it says something else than the message it came with";
        var dtls = Claim<Dictionary<string, object>>(token, "dtls");
        if (!IsSame(dtls, "remote", OfferFingerprint) || !IsSame(dtls, "local", AnswerFingerprint))
            return "it is bound to another connection";
        return null;
    }

    /// <summary>Whom a verdict that was checked is about; null when nobody was found.</summary>
    public static string? SubjectOf(string verdict) =>
        new JsonWebToken(verdict).TryGetPayloadValue<string>("sub", out var subject) ? subject : null;

    /// <summary>The fingerprint in an SDP, as a verdict writes it: "sha-256 AB:CD:…".</summary>
    /// <exception cref="SimulateException">There is none.</exception>
    public static string FingerprintIn(string sdp)
    {
        const string attribute = "a=fingerprint:";
        foreach (var line in sdp.AsSpan().EnumerateLines())
            if (line.StartsWith(attribute, StringComparison.Ordinal)) return line[attribute.Length..].Trim().ToString();
        throw new SimulateException("The SDP has no DTLS fingerprint: something on the way changed it.");
    }

    static IList<SecurityKey> ReadKeys(string jwks)
    {
        try
        {
            return new JsonWebKeySet(jwks).GetSigningKeys();
        }
        catch (ArgumentException)
        {
            return [];
        }
    }

    static T? Claim<T>(JsonWebToken token, string name) => token.TryGetPayloadValue<T>(name, out var value) ? value : default;

    static bool IsSame(Dictionary<string, object>? dtls, string side, string fingerprint) =>
        dtls is not null && dtls.TryGetValue(side, out var value)
        && string.Equals(value.ToString(), fingerprint, StringComparison.OrdinalIgnoreCase);
}
