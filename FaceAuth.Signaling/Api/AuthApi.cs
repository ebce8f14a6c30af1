using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Api;

/// <summary>Users' accounts: register, sign in, stay signed in, sign out.</summary>
internal static class AuthApi
{
    /// <summary>A name and a password.</summary>
    internal sealed record LoginRequest(string? UserName, string? Password)
    {
        /// <summary>Never prints either.</summary>
        public override string ToString() => "LoginRequest { ‹private› }";
    }

    /// <summary>A refresh token.</summary>
    internal sealed record RefreshRequest(string? RefreshToken)
    {
        /// <summary>Never prints the token.</summary>
        public override string ToString() => "RefreshRequest { ‹private› }";
    }

    /// <summary>A refresh token, and whether every sign-in of its user is to end and not its own alone.</summary>
    internal sealed record LogoutRequest(string? RefreshToken, bool Everywhere = false)
    {
        /// <summary>Never prints the token.</summary>
        public override string ToString() => "LogoutRequest { ‹private› }";
    }

    public static RouteGroupBuilder MapAuth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/auth").WithTags("Auth").AllowAnonymous()
            .WithMetadata(new RateLimitMark(RateLimitKind.Auth)).CountRefusals();
        group.MapPost("/register", RegisterAsync);
        group.MapPost("/login", LoginAsync);
        group.MapPost("/refresh", RefreshAsync);
        group.MapPost("/logout", LogoutAsync);
        return group;
    }

    internal static async Task<Results<Created<TokenPair>, ProblemHttpResult>> RegisterAsync(
        LoginRequest request, Credentials credentials, SignIns signIns, CancellationToken cancellation)
    {
        var registered = await credentials.RegisterAsync(request.UserName, request.Password);
        return registered.TryGet(out var user, out var refusal)
            ? TypedResults.Created((string?)null, await signIns.BeginAsync(user, cancellation)) : Problems.Of(refusal);
    }

    internal static async Task<Results<Ok<TokenPair>, ProblemHttpResult>> LoginAsync(
        LoginRequest request, Credentials credentials, SignIns signIns, CancellationToken cancellation) =>
        await credentials.LoginAsync(request.UserName, request.Password, cancellation) is { } user
            ? TypedResults.Ok(await signIns.BeginAsync(user, cancellation)) : Problems.Of(Refusals.LoginFailed);

    internal static async Task<Results<Ok<TokenPair>, ProblemHttpResult>> RefreshAsync(RefreshRequest request, SignIns signIns) =>
        await signIns.RefreshAsync(request.RefreshToken) is { } pair ? TypedResults.Ok(pair) : Problems.Of(Refusals.RefreshFailed);

    internal static async Task<Results<NoContent, ProblemHttpResult>> LogoutAsync(LogoutRequest request, SignIns signIns) =>
        await signIns.LogoutAsync(request.RefreshToken, request.Everywhere) ? TypedResults.NoContent()
            : Problems.Of(Refusals.RefreshFailed);
}
