using FaceAuth.Signaling.Security;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>The cookie by which a page's WebSockets are known: browsers cannot give those a header.</summary>
/// <remarks>
/// It holds the access token, no script reads it and no other site's request brings it. It counts at the WebSockets' paths alone: it signs
/// nobody in to the API.
/// </remarks>
internal sealed class LegacyCookie(IOptions<WebOptions> web)
{
    const string Plain = "faceauth_ws";
    const string Path = "/ws";

    /// <summary>Its name for a request: over https one that browsers take from this very host alone.</summary>
    /// <remarks>
    /// Cookie prefixes (https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#section-4.1.3); over plain http browsers refuse
    /// them. Below a path of a host that others share it goes to that path alone; with __Host- it would go to all of the host.
    /// </remarks>
    public static string NameFor(HttpRequest request) =>
        !request.IsHttps ? Plain : request.PathBase.HasValue ? "__Secure-" + Plain : "__Host-" + Plain;

    /// <summary>Gives it to a page of this server's own or of an origin that is named, and to no other.</summary>
    public void Set(HttpContext context, string accessToken, int seconds)
    {
        if (!IsOurs(context.Request)) return;
        context.Response.Cookies.Append(NameFor(context.Request), accessToken, Options(context, TimeSpan.FromSeconds(seconds)));
    }

    /// <summary>Takes it back, for the same pages: no other signs anybody out.</summary>
    public void Clear(HttpContext context)
    {
        if (IsOurs(context.Request)) context.Response.Cookies.Delete(NameFor(context.Request), Options(context, null));
    }

    /// <summary>Whether a request comes from a page of this server's own, or of an origin in Web:CorsOrigins; or from no page.</summary>
    public bool IsOurs(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0) return request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";
        return SocketRules.IsOurs(request, origin, web.Value);
    }

    static CookieOptions Options(HttpContext context, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = lifetime,
        Path = NameFor(context.Request).StartsWith("__Host-", StringComparison.Ordinal) ? "/" : context.Request.PathBase + Path,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
    };
}
