using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Api;

/// <summary>The public key that verdicts are checked with (RFC 7517).</summary>
internal static class JwksApi
{
    /// <summary>One key, as RFC 7518 §6.2 writes a point on P-256.</summary>
    internal sealed record Jwk(
        [Field("Its kind.", OneOf = "EC")] string Kty,
        [Field("Its curve.", OneOf = "P-256")] string Crv,
        [Field("The point's x, as base64url.", Least = 43, Most = 43)] string X,
        [Field("The point's y, as base64url.", Least = 43, Most = 43)] string Y,
        [Field("What it is for.", OneOf = "sig")] string Use,
        [Field("The algorithm.", OneOf = "ES256")] string Alg,
        [Field("Its RFC 7638 thumbprint, as `kid` in what is signed.")] string Kid);

    /// <summary>The set.</summary>
    internal sealed record Jwks([Field("The keys.")] IReadOnlyList<Jwk> Keys);

    public static RouteHandlerBuilder MapJwks(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/.well-known/jwks.json", Show).AllowAnonymous().WithTags("Verdicts")
            .Describe("showKeys", "Read the key that verdicts and receipts are checked with")
            .Answers(200, new Jwks([new(
                "EC", "P-256", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0", "sig", "ES256",
                "kFzCDbfbPIiVoPWyyHxMHPMoAzP4m6hrIXpGhYsbvqE")]));

    internal static Ok<Jwks> Show(SigningKey key, HttpResponse response)
    {
        response.Headers.CacheControl = "public, max-age=300";
        return TypedResults.Ok(new Jwks([new("EC", "P-256", key.Public.X, key.Public.Y, "sig", "ES256", key.Id)]));
    }
}
