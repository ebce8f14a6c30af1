using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using FaceAuth.Signaling.OpenApi;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.IdentityModel.JsonWebTokens;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>The reference system's accounts: names and shapes of its own, <see cref="AuthApi"/>'s doing.</summary>
internal static class LegacyAuthApi
{
    public static void MapLegacyAuth(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/auth").AllowAnonymous();
        const string Access = "eyJhbGciOiJFUzI1NiJ9.e30.c2ln";
        const string Refresh = "eyJhbGciOiJFUzI1NiJ9.e30.cmVm";
        const string Email = "ada@example.org";
        var login = new LegacyLogin(Email, null, "correct horse battery");
        var renewal = new LegacyRefresh(Refresh, null);
        var tokens = new LegacyTokens(
            Access, Refresh, Access, Refresh, "Bearer", 900, new("0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61", Email, Email));
        group.MapPost("/register", RegisterAsync).WithMetadata(new RateLimitMark(RateLimitKind.Auth, "register"))
            .Describe("legacyRegister", "Make an account and sign in", "First and last name are taken and kept nowhere.")
            .TakesFields(login).Answers(201, tokens)
            .Refuses(
                Refusals.RegistrationClosed, Refusals.BadUserName, Refusals.BadPassword, Refusals.CommonPassword, Refusals.NameTaken,
                Refusals.LoginFailed);
        group.MapPost("/login", LoginAsync).WithMetadata(new RateLimitMark(RateLimitKind.Auth, "login"))
            .Describe("legacyLogin", "Sign in").TakesFields(login).Answers(200, tokens)
            .Refuses(Refusals.LoginFailed, Refusals.AccountDisabled);
        group.MapPost("/refresh", RefreshAsync).WithMetadata(new RateLimitMark(RateLimitKind.Token))
            .Describe("legacyRefresh", "Renew both tokens").TakesFields(renewal).Answers(200, tokens).Refuses(Refusals.RefreshFailed);
        group.MapPost("/logout", LogoutAsync).WithMetadata(new RateLimitMark(RateLimitKind.Token))
            .Describe("legacyLogout", "Sign out").TakesFields(renewal).Answers(200, new LegacyStatus("logged_out"))
            .Refuses(Refusals.RefreshFailed);
    }

    /// <summary>First and last name are taken and kept nowhere.</summary>
    static async Task<IResult> RegisterAsync(
        HttpContext context, Credentials credentials, SignIns signIns, LegacyCookie cookie, CancellationToken cancellation)
    {
        var body = await LegacyFields.ReadAsync(context.Request);
        if (!body.TryGet(out var fields, out var refusal)) return Problems.Of(refusal);
        var registered = await AuthApi.RegisterAsync(LoginOf(fields), credentials, signIns, cancellation);
        return SignedIn(context, cookie, registered.Result, StatusCodes.Status201Created);
    }

    static async Task<IResult> LoginAsync(
        HttpContext context, Credentials credentials, SignIns signIns, LegacyCookie cookie, CancellationToken cancellation)
    {
        var body = await LegacyFields.ReadAsync(context.Request);
        if (!body.TryGet(out var fields, out var refusal)) return Problems.Of(refusal);
        var signedIn = await AuthApi.LoginAsync(LoginOf(fields), credentials, signIns, cancellation);
        return SignedIn(context, cookie, signedIn.Result, StatusCodes.Status200OK);
    }

    static async Task<IResult> RefreshAsync(HttpContext context, SignIns signIns, LegacyCookie cookie)
    {
        var body = await LegacyFields.ReadAsync(context.Request);
        if (!body.TryGet(out var fields, out var refusal)) return Problems.Of(refusal);
        var refreshed = await AuthApi.RefreshAsync(RefreshOf(fields), signIns);
        return SignedIn(context, cookie, refreshed.Result, StatusCodes.Status200OK);
    }

    static async Task<IResult> LogoutAsync(
        HttpContext context, SignIns signIns, LegacyCookie cookie, CancellationToken cancellation)
    {
        cookie.Clear(context);
        var body = await LegacyFields.ReadAsync(context.Request);
        if (!body.TryGet(out var fields, out var refusal)) return Problems.Of(refusal);
        var left = await AuthApi.LogoutAsync(new(RefreshOf(fields).RefreshToken), signIns, cancellation);
        return left.Result is ProblemHttpResult problem ? problem : Results.Json(new("logged_out"), LegacyJson.Default.LegacyStatus);
    }

    static AuthApi.LoginRequest LoginOf(LegacyFields fields) => new(fields.Text("email", "username"), fields.Text("password"));

    static AuthApi.RefreshRequest RefreshOf(LegacyFields fields) => new(fields.Text("refresh", "refresh_token"));

    static IResult SignedIn(HttpContext context, LegacyCookie cookie, IResult result, int status)
    {
        if ((result as IValueHttpResult)?.Value is not TokenPair pair) return result;
        cookie.Set(context, pair.AccessToken, pair.ExpiresIn);
        var (id, name) = (new JsonWebToken(pair.AccessToken).Subject, pair.UserName);
        var user = new LegacyUser(id, name, name.Contains('@', StringComparison.Ordinal) ? name : null);
        return Results.Json(
            new(pair.AccessToken, pair.RefreshToken, pair.AccessToken, pair.RefreshToken, "Bearer", pair.ExpiresIn, user),
            LegacyJson.Default.LegacyTokens, statusCode: status);
    }
}
