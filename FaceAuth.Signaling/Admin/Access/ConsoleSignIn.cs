using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Api;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Admin.Access;

/// <summary>Signing in to the console and out of it.</summary>
/// <remarks>
/// Names, passwords and passkeys are asked by what asks them at /v1/auth, and counted with those. The sign-in is one like all others:
/// listed, and ended from anywhere.
/// </remarks>
internal sealed class ConsoleSignIn(SignIns signIns, ConsoleCookie cookie, IOptions<ConsoleOptions> options)
{
    /// <summary>What is said to a user without a role, who gave the right password.</summary>
    public static readonly Refusal NoRole = Refusals.Forbidden.With(
        "This account has no role here: the console is for auditors, operators and admins. An admin gives roles.");

    /// <summary>Begins a sign-in of somebody who proved who they are.</summary>
    public async Task<Refusal?> BeginAsync(HttpContext context, FaceAuthUser user, bool byPasskey)
    {
        if (user.Role == AccountRole.User) return NoRole;
        if (await signIns.OpenAsync(user, options.Value.SignInLifetime, byPasskey, context.RequestAborted) is not { } signIn)
            return Refusals.LoginFailed;
        cookie.Set(context, user, signIn);
        return null;
    }

    /// <summary>Goes on in a new sign-in, after what ended all of them; null where the account was changed once more.</summary>
    public async Task<SignIn?> GoOnAsync(HttpContext context, FaceAuthUser user)
    {
        var signIn = await signIns.OpenAsync(
            user, options.Value.SignInLifetime, byPasskey: false, cancellation: CancellationToken.None);
        if (signIn is not null) cookie.Set(context, user, signIn);
        return signIn;
    }

    /// <summary>Ends the sign-in that a request is of.</summary>
    public async Task EndAsync(HttpContext context)
    {
        ConsoleCookie.Clear(context);
        if (ConsoleClaims.Of(context.User) is var (user, signIn)) await signIns.CloseAsync(user, signIn);
    }
}

/// <summary>The requests of the console's sign-in page, and of its button that signs out.</summary>
internal static class ConsoleSignInEndpoints
{
    public static void MapConsoleSignIn(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/admin/session").ExcludeFromDescription().CountRefusals().AddEndpointFilter(FromOwnFormAsync);
        group.MapPost("/", LoginAsync).AllowAnonymous().WithMetadata(new RateLimitMark(RateLimitKind.Auth, "login"));
        group.MapPost("/passkey", PasskeyAsync).AllowAnonymous().WithMetadata(new RateLimitMark(RateLimitKind.Auth, "passkey"));
        group.MapPost("/end", EndAsync).RequireAuthorization(Policies.Console);
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> LoginAsync(
        AuthApi.LoginRequest request, HttpContext context, Credentials credentials, ConsoleSignIn console,
        CancellationToken cancellation)
    {
        var found = await credentials.LoginAsync(request.UserName, request.Password, cancellation);
        if (!found.TryGet(out var user, out var refusal)) return Problems.Of(refusal);
        return Answer(await console.BeginAsync(context, user, byPasskey: false));
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> PasskeyAsync(
        PasskeyAnswer answer, HttpContext context, PasskeySignIn passkeys, AttemptRelease release, ConsoleSignIn console,
        CancellationToken cancellation)
    {
        if (await passkeys.LoginAsync(answer, context) is not { } user) return Problems.Of(Refusals.PasskeyFailed);
        // another factor than those that the attempts with the face needed
        await release.FreeAsync(user.Id, Caller.OwnerOfUser(user.Id), cancellation);
        return Answer(await console.BeginAsync(context, user, byPasskey: true));
    }

    internal static async Task<NoContent> EndAsync(HttpContext context, ConsoleSignIn console)
    {
        await console.EndAsync(context);
        return TypedResults.NoContent();
    }

    static Results<NoContent, ProblemHttpResult> Answer(Refusal? refusal) =>
        refusal is null ? TypedResults.NoContent() : Problems.Of(refusal);

    /// <summary>A request that is not from a page of the console's own is refused before anything is looked at.</summary>
    internal static async ValueTask<object?> FromOwnFormAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var forgery = call.HttpContext.RequestServices.GetRequiredService<IAntiforgery>();
        return await forgery.IsRequestValidAsync(call.HttpContext) ? await next(call) : Problems.Of(Refusals.ForeignPage);
    }
}
