using FaceAuth.Signaling.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Api;

/// <summary>The public key that verdicts are checked with (RFC 7517).</summary>
internal static class JwksApi
{
    /// <summary>One key, as RFC 7518 §6.2 writes a point on P-256.</summary>
    internal sealed record Jwk(string Kty, string Crv, string X, string Y, string Use, string Alg, string Kid);

    /// <summary>The set.</summary>
    internal sealed record Jwks(IReadOnlyList<Jwk> Keys);

    public static RouteHandlerBuilder MapJwks(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/.well-known/jwks.json", Show).AllowAnonymous().WithTags("Verdicts");

    internal static Ok<Jwks> Show(SigningKey key, HttpResponse response)
    {
        response.Headers.CacheControl = "public, max-age=300";
        return TypedResults.Ok(new Jwks([new("EC", "P-256", key.Public.X, key.Public.Y, "sig", "ES256", key.Id)]));
    }
}
