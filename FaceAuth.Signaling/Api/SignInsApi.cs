using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Api;

/// <summary>A signed-in user's sign-ins: where they are signed in, and the end of one.</summary>
internal static class SignInsApi
{
    /// <summary>A sign-in as its user sees it.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Client">What the browser or program calls itself; null where it does not say.</param>
    /// <param name="CreatedAt">When the password was given.</param>
    /// <param name="UsedAt">When its tokens were renewed last.</param>
    /// <param name="ExpiresAt">When it ends if they are not renewed again.</param>
    /// <param name="Current">Whether it is the one that asks.</param>
    internal sealed record View(
        Guid Id, string? Client, DateTimeOffset CreatedAt, DateTimeOffset UsedAt, DateTimeOffset ExpiresAt, bool Current);

    /// <summary>All of them, the latest used first.</summary>
    internal sealed record Listing(IReadOnlyList<View> SignIns);

    public static RouteGroupBuilder MapSignIns(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/auth/sign-ins").WithTags("Auth").RequireAuthorization(Policies.Owner).CountRefusals();
        group.MapGet("/", ListAsync);
        group.MapDelete("/{id:guid}", EndAsync);
        return group;
    }

    internal static async Task<Results<Ok<Listing>, ProblemHttpResult>> ListAsync(
        Caller caller, HttpContext context, ISignInStore signIns, CancellationToken cancellation)
    {
        if (caller.UserId is not { } user) return Problems.Of(Refusals.SignInsNeedUser);
        var current = context.User.FindFirst(UserTokens.SignInClaim)?.Value;
        var found = await signIns.ListAsync(Guid.Parse(user), cancellation);
        return TypedResults.Ok(new Listing([.. found.Select(one => new View(
            one.Id, one.Client, one.CreatedAt, one.UsedAt, one.ExpiresAt, one.Id.ToString() == current))]));
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> EndAsync(Guid id, Caller caller, SignIns signIns)
    {
        if (caller.UserId is not { } user) return Problems.Of(Refusals.SignInsNeedUser);
        return await signIns.EndAsync(Guid.Parse(user), id) ? TypedResults.NoContent() : Problems.Of(Refusals.SignInUnknown);
    }
}
