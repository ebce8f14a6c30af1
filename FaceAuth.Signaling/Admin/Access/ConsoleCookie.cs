using System.Security.Claims;
using FaceAuth.Signaling.Accounts;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.IdentityModel.JsonWebTokens;

namespace FaceAuth.Signaling.Admin.Access;

/// <summary>The cookie by which the console knows a browser: a signed token that names an account and a sign-in, and no role.</summary>
/// <remarks>No script reads it, no other site's request brings it, and it counts at the console alone: the API does not know it.</remarks>
internal sealed class ConsoleCookie(TokenIssuer issuer, TimeProvider time)
{
    /// <summary>The account's name, for its own eyes.</summary>
    public const string NameClaim = "nam";

    const string Plain = "faceauth_console";
    const int MostLength = 4096;

    /// <summary>Gives it to whoever signed in.</summary>
    public void Set(HttpContext context, FaceAuthUser user, SignIn signIn)
    {
        var lifetime = signIn.ExpiresAt - time.GetUtcNow();
        var token = issuer.Issue(TokenKind.Console, lifetime, new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Sub] = user.Id.ToString(),
            [UserTokens.SignInClaim] = signIn.Id.ToString(),
            [NameClaim] = user.UserName!,
        });
        context.Response.Cookies.Append(NameFor(context.Request), token, Options(context, lifetime));
    }

    /// <summary>Takes it back.</summary>
    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(NameFor(context.Request), Options(context, null));

    /// <summary>Who a request says it is of, and in which sign-in; null where it says nothing that this server signed.</summary>
    public async ValueTask<(Guid User, Guid SignIn, string Name)?> ReadAsync(HttpRequest request) =>
        request.Cookies[NameFor(request)] is { Length: > 0 and <= MostLength } text
            && await issuer.ReadAsync(TokenKind.Console, text) is { } token
            && Guid.TryParse(token.Subject, out var user) && UserTokens.SignInOf(token) is { } signIn
            && token.TryGetPayloadValue<string>(NameClaim, out var name) ? (user, signIn, name) : null;

    /// <summary>Over https a name that browsers take from this very host alone, as of the legacy sockets' cookie.</summary>
    static string NameFor(HttpRequest request) =>
        !request.IsHttps ? Plain : request.PathBase.HasValue ? "__Secure-" + Plain : "__Host-" + Plain;

    static CookieOptions Options(HttpContext context, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = lifetime,
        Path = context.Request.PathBase + "/",   // circuits are at /_blazor
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
    };
}

/// <summary>The claims of who is signed in to the console.</summary>
internal static class ConsoleClaims
{
    const string AddressClaim = "adr";
    const string AgentClaim = "agt";

    /// <summary>A principal with the role that the account has at this moment.</summary>
    public static ClaimsPrincipal Make(Guid user, Guid signIn, string name, AccountRole role, AuditOrigin? origin)
    {
        var identity = new ClaimsIdentity(
            [
                new(JwtRegisteredClaimNames.Sub, user.ToString()), new(Caller.OwnerClaim, Caller.OwnerOfUser(user)),
                new(UserTokens.SignInClaim, signIn.ToString()), new(ConsoleCookie.NameClaim, name), new(Staff.RoleClaim, role.ToString()),
            ],
            Schemes.Console, ConsoleCookie.NameClaim, null);
        if (origin?.Address is { } address) identity.AddClaim(new(AddressClaim, address));
        if (origin?.UserAgent is { } agent) identity.AddClaim(new(AgentClaim, agent));
        return new(identity);
    }

    /// <summary>Whose it is and in which sign-in; null for nobody's.</summary>
    public static (Guid User, Guid SignIn)? Of(ClaimsPrincipal principal) =>
        Caller.Of(principal) is { SignIn: { } signIn } caller && Caller.UserOf(caller.Owner) is { } user ? (user, signIn) : null;

    /// <summary>Where its circuit was opened from.</summary>
    public static AuditOrigin? OriginOf(ClaimsPrincipal principal) =>
        principal.FindFirst(AddressClaim)?.Value is { } address ? new(address, principal.FindFirst(AgentClaim)?.Value) : null;
}
