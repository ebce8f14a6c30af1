using FaceAuth.Signaling.Security;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>The cookie by which a page's WebSockets are known: browsers cannot give those a header.</summary>
/// <remarks>
/// It holds the access token, goes to the WebSockets' paths alone, no script reads it and no other site's request brings it. It signs
/// nobody in to the API.
/// </remarks>
internal sealed class LegacyCookie(IOptions<WebOptions> web)
{
    public const string Name = "faceauth_ws";

    const string Path = "/ws";

    /// <summary>Gives it to a page of this server's own or of an origin that is named, and to no other.</summary>
    public void Set(HttpContext context, string accessToken, int seconds)
    {
        if (IsOurs(context.Request)) context.Response.Cookies.Append(Name, accessToken, Options(context, TimeSpan.FromSeconds(seconds)));
    }

    /// <summary>Takes it back.</summary>
    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context, null));

    /// <summary>Whether a request comes from a page of this server's own, or of an origin in Web:CorsOrigins; or from no page.</summary>
    /// <remarks>Every browser says on a WebSocket, and on a POST, which page it comes from (RFC 6455 §4.1, Fetch §3.1).</remarks>
    public bool IsOurs(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0) return request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";
        return origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            || web.Value.CorsOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);
    }

    static CookieOptions Options(HttpContext context, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = lifetime,
        Path = context.Request.PathBase + Path,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
    };
}
