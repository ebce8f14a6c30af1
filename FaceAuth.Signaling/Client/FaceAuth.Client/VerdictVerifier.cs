using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Client;

/// <summary>Checks verdicts with the keys that the server publishes, which it asks for seldom. Safe from many threads; keep one.</summary>
/// <remarks>
/// A verdict is taken only if ES256, <c>typ</c>, key, signature, issuer, audience, <c>exp</c>, session, nonce, purpose and, where they are
/// expected, subject, policy and group are right. It does not remember verdicts: end what is expected with the first that comes.
/// </remarks>
public sealed class VerdictVerifier
{
    const string Type = "faceauth-verdict+jwt";
    const int LongestVerdict = 16 << 10;   // characters
    static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);   // between this clock and the server's

    readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = LongestVerdict };
    readonly KeyRing _keys;
    readonly string _issuer;
    readonly TimeProvider _time;

    /// <summary>A verifier of one server's verdicts. Prefer <see cref="FaceAuthServices"/>.</summary>
    /// <param name="http">Its base address is the server's, with a slash at its end. It needs no API key.</param>
    /// <param name="issuer">The issuer that verdicts must name, as the server's <c>Signaling:Issuer</c> says.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public VerdictVerifier(HttpClient http, string issuer = "faceauth", TimeProvider? time = null)
        : this(() => http, issuer, time ?? TimeProvider.System)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (http.BaseAddress is not { IsAbsoluteUri: true } address || !address.AbsolutePath.EndsWith('/'))
            throw new ArgumentException("The base address must be the server's, with a slash at its end.", nameof(http));
    }

    internal VerdictVerifier(Func<HttpClient> http, string issuer, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrEmpty(issuer);
        (_keys, _issuer, _time) = (new KeyRing(http, time), issuer, time);
    }

    /// <summary>Looks at a verdict, whoever brought it. Never throws for what it holds.</summary>
    /// <param name="verdict">A compact JWS.</param>
    /// <param name="expected">What it must say.</param>
    /// <param name="cancellation">Ends the wait for the server's keys.</param>
    /// <exception cref="FaceAuthException">The server's keys cannot be had: "keys_unavailable".</exception>
    public async ValueTask<VerdictCheck> VerifyAsync(string? verdict, VerdictExpectation expected, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(expected);
        if (Read(verdict) is not { } token || token.TryGetHeaderValue("crit", out object? _)) return Not(VerdictFault.Malformed);
        // before a key is looked for: who forges has to have an id that the server publishes
        if (token.Alg != SecurityAlgorithms.EcdsaSha256) return Not(VerdictFault.WrongAlgorithm);
        if (token.Typ != Type) return Not(VerdictFault.WrongType);
        if (string.IsNullOrEmpty(token.Kid) || await _keys.FindAsync(token.Kid, cancellation) is not { } key)
            return Not(VerdictFault.UnknownKey);
        var result = await _handler.ValidateTokenAsync(token, RulesFor(key, expected.Audience));
        if (!result.IsValid) return Not(FaultOf(result.Exception));
        try
        {
            var said = SaidBy(token);
            return Differing(token, said, expected) is { } fault ? Not(fault) : new(said, null);
        }
        catch (Exception fault) when (fault is JsonException or FormatException or KeyNotFoundException or InvalidOperationException
            or ArgumentException)
        {
            return Not(VerdictFault.Malformed);   // signed by the server, of a version that says it otherwise
        }
    }

    static JsonWebToken? Read(string? verdict)
    {
        if (verdict is null || verdict.Length > LongestVerdict || verdict.Count(letter => letter == '.') != 2) return null;
        try
        {
            return new JsonWebToken(verdict);
        }
        catch (Exception fault) when (fault is ArgumentException or SecurityTokenException or JsonException or FormatException)
        {
            return null;
        }
    }

    TokenValidationParameters RulesFor(SecurityKey key, string audience) => new()
    {
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        ValidTypes = [Type],
        ValidIssuer = _issuer,
        ValidAudience = audience,
        IssuerSigningKey = key,
        TryAllIssuerSigningKeys = false,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (from, until, _, _) =>
            until + Skew > _time.GetUtcNow().UtcDateTime && !(from - Skew > _time.GetUtcNow().UtcDateTime),
    };

    static VerdictFault FaultOf(Exception? fault) => fault switch
    {
        SecurityTokenInvalidAlgorithmException => VerdictFault.WrongAlgorithm,
        SecurityTokenInvalidTypeException => VerdictFault.WrongType,
        SecurityTokenInvalidIssuerException => VerdictFault.WrongIssuer,
        SecurityTokenInvalidAudienceException => VerdictFault.WrongAudience,
        SecurityTokenInvalidLifetimeException or SecurityTokenNoExpirationException => VerdictFault.Expired,
        SecurityTokenSignatureKeyNotFoundException => VerdictFault.UnknownKey,
        SecurityTokenInvalidSignatureException => VerdictFault.WrongSignature,
        _ => VerdictFault.Malformed,
    };

    static VerdictFault? Differing(JsonWebToken token, Verdict said, VerdictExpectation expected)
    {
        if (said.Session != expected.Session) return VerdictFault.WrongSession;
        if (token.GetPayloadValue<string>("nonce") != expected.Nonce) return VerdictFault.WrongNonce;
        if (said.Purpose != expected.Purpose) return VerdictFault.WrongPurpose;
        if (expected.Subject is not null && said.Subject != expected.Subject) return VerdictFault.WrongSubject;
        if (expected.Policy is not null && said.Policy != expected.Policy) return VerdictFault.WrongPolicy;
        return expected.Group is not null && said.Group != expected.Group ? VerdictFault.WrongGroup : null;
    }

    static Verdict SaidBy(JsonWebToken token) => new()
    {
        Id = token.GetPayloadValue<string>("jti"),
        Session = Guid.ParseExact(token.GetPayloadValue<string>("sid"), "D"),
        Accepted = token.GetPayloadValue<bool>("accepted"),
        Reasons = token.GetPayloadValue<string[]>("reasons"),
        Purpose = token.GetPayloadValue<string>("purpose") switch
        {
            "enroll" => SessionPurpose.Enroll,
            "verify" => SessionPurpose.Verify,
            "identify" => SessionPurpose.Identify,
            _ => throw new FormatException("An unknown purpose."),
        },
        Policy = token.GetPayloadValue<string>("policy"),
        Subject = Text(token, "sub"),
        Group = Text(token, "group"),
        EnrolledAt = token.TryGetPayloadValue<long>("enrolledAt", out var at) ? DateTimeOffset.FromUnixTimeSeconds(at) : null,
        Models = token.GetPayloadValue<string[]>("models"),
        IssuedAt = new(token.IssuedAt, TimeSpan.Zero),
        ExpiresAt = new(token.ValidTo, TimeSpan.Zero),
        Via = Text(token, "via"),
    };

    static string? Text(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var text) ? text : null;

    static VerdictCheck Not(VerdictFault fault) => new(null, fault);
}
