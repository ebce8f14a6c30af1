using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceAuth.Signaling.Api;

/// <summary>Users' accounts: register, sign in, stay signed in, sign out.</summary>
internal static class AuthApi
{
    /// <summary>A name and a password.</summary>
    internal sealed record LoginRequest(
        [Field("3 to 128 letters from a to z, digits or `. _ - @ +`; upper case is taken for lower.",
            Least = 3, Most = 128, Required = true)] string? UserName,
        [Field("10 to 256 characters, at least 4 of them different.", Least = 10, Most = 256, Required = true)] string? Password)
    {
        /// <summary>Never prints either.</summary>
        public override string ToString() => "LoginRequest { ‹private› }";
    }

    /// <summary>A refresh token.</summary>
    internal sealed record RefreshRequest(
        [Field("The one that came last.", Most = 4096, Required = true)] string? RefreshToken)
    {
        /// <summary>Never prints the token.</summary>
        public override string ToString() => "RefreshRequest { ‹private› }";
    }

    /// <summary>A refresh token, and whether every sign-in of its user is to end and not its own alone.</summary>
    internal sealed record LogoutRequest(
        [Field("The one that came last.", Most = 4096, Required = true)] string? RefreshToken,
        [Field("Whether all of the user's sign-ins end.")] bool Everywhere = false)
    {
        /// <summary>Never prints the token.</summary>
        public override string ToString() => "LogoutRequest { ‹private› }";
    }

    /// <summary>A link's secret, and the password to come.</summary>
    internal sealed record ResetRequest(
        [Field("The link's secret.", Most = 128, Required = true)] string? Token,
        [Field("The password to come.", Least = 10, Most = 256, Required = true)] string? Password)
    {
        /// <summary>Never prints either.</summary>
        public override string ToString() => "ResetRequest { ‹private› }";
    }

    /// <summary>Whose password is forgotten.</summary>
    internal sealed record LinkRequest([Field("Whose password is forgotten.", Least = 3, Most = 128, Required = true)] string? UserName)
    {
        /// <summary>Never prints it.</summary>
        public override string ToString() => "LinkRequest { ‹private› }";
    }

    public static RouteGroupBuilder MapAuth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/auth").WithTags("Auth").AllowAnonymous().CountRefusals();
        var login = new LoginRequest("ada", "correct horse battery");
        var pair = new TokenPair("eyJhbGciOiJFUzI1NiJ9.e30.c2ln", "eyJhbGciOiJFUzI1NiJ9.e30.cmVm", 900, "ada");
        group.MapPost("/register", RegisterAsync).WithMetadata(new RateLimitMark(RateLimitKind.Auth, "register"))
            .Describe("register", "Make an account and sign in").Takes(login).Answers(201, pair)
            .Refuses(
                Refusals.RegistrationClosed, Refusals.BadUserName, Refusals.BadPassword, Refusals.CommonPassword, Refusals.NameTaken,
                Refusals.LoginFailed);
        group.MapPost("/login", LoginAsync).WithMetadata(new RateLimitMark(RateLimitKind.Auth, "login"))
            .Describe("login", "Sign in").Takes(login).Answers(200, pair).Refuses(Refusals.LoginFailed, Refusals.AccountDisabled);
        group.MapPost("/refresh", RefreshAsync).WithMetadata(new RateLimitMark(RateLimitKind.Token))
            .Describe("refresh", "Renew both tokens", "A refresh token is good once: keep the one that comes with each answer.")
            .Takes(new RefreshRequest(pair.RefreshToken)).Answers(200, pair).Refuses(Refusals.RefreshFailed);
        group.MapPost("/logout", LogoutAsync).WithMetadata(new RateLimitMark(RateLimitKind.Token))
            .Describe("logout", "Sign out", "Everywhere: within 5 minutes of signing in.")
            .Takes(new LogoutRequest(pair.RefreshToken, true)).Refuses(Refusals.SignInAgain, Refusals.RefreshFailed);
        group.MapPost("/reset", ResetAsync).WithMetadata(new RateLimitMark(RateLimitKind.Auth, "reset"))
            .Describe("resetPassword", "Set a password by a link", "It ends every sign-in, and lets nobody enroll another face.")
            .Takes(new ResetRequest(AccountsApi.ShownToken, "a battery of other horses"))
            .Refuses(Refusals.ResetLinkInvalid, Refusals.BadPassword, Refusals.CommonPassword);
        group.MapPost("/reset-request", AskForLink).WithMetadata(new RateLimitMark(RateLimitKind.Auth, "link"))
            .Describe("askForResetLink", "Have a link mailed", "The answer says nothing about whether there is such an account.")
            .Takes(new LinkRequest("ada@example.org")).Refuses(Refusals.MailClosed);
        group.MapPost("/passkey/options", AskPasskeyAsync).WithMetadata(new RateLimitMark(RateLimitKind.Auth, "question"))
            .Describe("askPasskey", "Begin to sign in with a passkey").Answers(200, PasskeysApi.ShownQuestion);
        group.MapPost("/passkey/login", PasskeyLoginAsync).WithMetadata(new RateLimitMark(RateLimitKind.Auth, "passkey"))
            .Describe("loginWithPasskey", "Sign in with a passkey")
            .Takes(PasskeysApi.ShownAnswer).Answers(200, pair).Refuses(Refusals.PasskeyFailed);
        return group;
    }

    internal static async Task<Results<Created<TokenPair>, ProblemHttpResult>> RegisterAsync(
        LoginRequest request, Credentials credentials, SignIns signIns, CancellationToken cancellation)
    {
        var registered = await credentials.RegisterAsync(request.UserName, request.Password);
        if (!registered.TryGet(out var user, out var refusal)) return Problems.Of(refusal);
        return await signIns.BeginAsync(user, cancellation) is { } pair ? TypedResults.Created((string?)null, pair)
            : Problems.Of(Refusals.LoginFailed);
    }

    internal static async Task<Results<Ok<TokenPair>, ProblemHttpResult>> LoginAsync(
        LoginRequest request, Credentials credentials, SignIns signIns, CancellationToken cancellation)
    {
        var found = await credentials.LoginAsync(request.UserName, request.Password, cancellation);
        if (!found.TryGet(out var user, out var refusal)) return Problems.Of(refusal);
        return await signIns.BeginAsync(user, cancellation) is { } pair ? TypedResults.Ok(pair) : Problems.Of(Refusals.LoginFailed);
    }

    internal static async Task<Results<Ok<TokenPair>, ProblemHttpResult>> RefreshAsync(RefreshRequest request, SignIns signIns) =>
        (await signIns.RefreshAsync(request.RefreshToken)).TryGet(out var pair, out var refusal)
            ? TypedResults.Ok(pair) : Problems.Of(refusal);

    internal static async Task<Results<NoContent, ProblemHttpResult>> LogoutAsync(
        LogoutRequest request, SignIns signIns, CancellationToken cancellation) =>
        await signIns.LogoutAsync(request.RefreshToken, request.Everywhere, cancellation) is { } refusal ? Problems.Of(refusal)
            : TypedResults.NoContent();

    internal static async Task<Results<NoContent, ProblemHttpResult>> ResetAsync(
        ResetRequest request, PasswordChange change, CancellationToken cancellation) =>
        await change.ResetAsync(request.Token, request.Password, cancellation) is { } refusal ? Problems.Of(refusal)
            : TypedResults.NoContent();

    /// <summary>The answer says nothing about the name, and comes before anybody looked it up.</summary>
    internal static Results<Accepted, ProblemHttpResult> AskForLink(LinkRequest request, AccountMails mails)
    {
        if (!mails.IsOpen) return Problems.Of(Refusals.MailClosed);
        mails.Ask(request.UserName);
        return TypedResults.Accepted((string?)null);
    }

    internal static async Task<Ok<PasskeyQuestion>> AskPasskeyAsync(HttpContext context, PasskeySignIn passkeys) =>
        TypedResults.Ok(await passkeys.AskAsync(context));

    internal static async Task<Results<Ok<TokenPair>, ProblemHttpResult>> PasskeyLoginAsync(
        PasskeyAnswer answer, HttpContext context, PasskeySignIn passkeys, SignIns signIns, AttemptRelease release,
        CancellationToken cancellation)
    {
        if (await passkeys.LoginAsync(answer, context) is not { } user) return Problems.Of(Refusals.PasskeyFailed);
        // another factor than those that the attempts with the face needed
        await release.FreeAsync(user.Id, Caller.OwnerOfUser(user.Id), cancellation);
        return await signIns.BeginAsync(user, cancellation, byPasskey: true) is { } pair ? TypedResults.Ok(pair)
            : Problems.Of(Refusals.PasskeyFailed);
    }
}
