using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
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
        [Field("Its id.")] Guid Id,
        [Field("What the browser or program calls itself; absent where it does not say.")] string? Client,
        [Field("When the password was given.")] DateTimeOffset CreatedAt,
        [Field("When its tokens were renewed last.")] DateTimeOffset UsedAt,
        [Field("When it ends if they are not renewed again.")] DateTimeOffset ExpiresAt,
        [Field("Whether it is the one that asks.")] bool Current);

    /// <summary>All of them, the latest used first.</summary>
    internal sealed record Listing([Field("The sign-ins, the latest used first.", Most = 32)] IReadOnlyList<View> SignIns);

    public static RouteGroupBuilder MapSignIns(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/auth/sign-ins").WithTags("Auth").RequireAuthorization(Policies.Owner)
            .OnlyFor(Schemes.User).CountRefusals();
        var at = new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero);
        var id = Guid.Parse("0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61");
        var view = new View(id, "Firefox 140 on Linux", at, at.AddDays(1), at.AddDays(8), true);
        group.MapGet("/", ListAsync)
            .Describe("listSignIns", "List where one is signed in").Answers(200, new Listing([view])).Refuses(Refusals.SignInsNeedUser);
        group.MapDelete("/{id}", EndAsync)
            .Describe("endSignIn", "End a sign-in", "Another one than that which asks: within 5 minutes of signing in.")
            .Refuses(Refusals.SignInsNeedUser, Refusals.SignInAgain, Refusals.SignInUnknown);
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

    internal static async Task<Results<NoContent, ProblemHttpResult>> EndAsync(
        Guid id, Caller caller, SignIns signIns, Enrolments enrolments, CancellationToken cancellation)
    {
        if (caller.UserId is not { } user) return Problems.Of(Refusals.SignInsNeedUser);
        if (caller.SignIn != id && !await enrolments.SignedInLatelyAsync(caller, cancellation)) return Problems.Of(Refusals.SignInAgain);
        return await signIns.EndAsync(Guid.Parse(user), id) ? TypedResults.NoContent() : Problems.Of(Refusals.SignInUnknown);
    }
}
