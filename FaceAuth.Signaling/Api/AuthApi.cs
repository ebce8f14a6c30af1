using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

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
        LoginRequest request, Credentials credentials, UserTokens tokens)
    {
        var registered = await credentials.RegisterAsync(request.UserName, request.Password);
        return registered.TryGet(out var user, out var refusal)
            ? TypedResults.Created((string?)null, tokens.Issue(user)) : Problems.Of(refusal);
    }

    internal static async Task<Results<Ok<TokenPair>, ProblemHttpResult>> LoginAsync(
        LoginRequest request, Credentials credentials, UserTokens tokens, CancellationToken cancellation) =>
        await credentials.LoginAsync(request.UserName, request.Password, cancellation) is { } user
            ? TypedResults.Ok(tokens.Issue(user)) : Problems.Of(Refusals.LoginFailed);

    internal static async Task<Results<Ok<TokenPair>, ProblemHttpResult>> RefreshAsync(
        RefreshRequest request, UserManager<FaceAuthUser> users, UserTokens tokens) =>
        await UserOfAsync(request, users, tokens) is { } user ? TypedResults.Ok(tokens.Issue(user)) : Problems.Of(Refusals.RefreshFailed);

    internal static async Task<Results<NoContent, ProblemHttpResult>> LogoutAsync(
        RefreshRequest request, UserManager<FaceAuthUser> users, UserTokens tokens, Credentials credentials, SessionRegistry registry)
    {
        if (await UserOfAsync(request, users, tokens) is not { } user) return Problems.Of(Refusals.RefreshFailed);
        registry.EndReturns(Caller.OwnerOfUser(user.Id));
        await credentials.LogoutAsync(user);
        return TypedResults.NoContent();
    }

    static async Task<FaceAuthUser?> UserOfAsync(RefreshRequest request, UserManager<FaceAuthUser> users, UserTokens tokens) =>
        request.RefreshToken is { Length: > 0 and <= 4096 } token ? await tokens.RedeemAsync(token, users) : null;
}
