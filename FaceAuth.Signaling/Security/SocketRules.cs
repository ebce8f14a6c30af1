using System.Net;
using FaceAuth.Signaling.Errors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Security;

/// <summary>Which WebSockets may be opened at all: those over https, and none for a page of somebody else's.</summary>
/// <remarks>
/// Whatever else lets a socket in is asked behind this. A plain one is taken from this machine alone, where a proxy or a developer sits;
/// one that came over https to a proxy is known by what proxies in Web:TrustedProxies say.
/// </remarks>
internal static class SocketRules
{
    public static void UseSocketRules(this IApplicationBuilder app)
    {
        var web = app.ApplicationServices.GetRequiredService<IOptions<WebOptions>>().Value;
        app.Use((context, next) => WhyNot(context, web) is { } refusal ? Problems.WriteAsync(context, refusal) : next(context));
    }

    /// <summary>Whether a request comes from a page of this server's own, or of an origin in Web:CorsOrigins.</summary>
    /// <remarks>Every browser says on a WebSocket, and on a POST, which page it comes from (RFC 6455 §4.1, Fetch §3.1).</remarks>
    public static bool IsOurs(HttpRequest request, string origin, WebOptions web) =>
        IsOwn(request, origin, web) || web.CorsOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a request comes from a page of this server's own.</summary>
    public static bool IsOwn(HttpRequest request, string origin, WebOptions web) =>
        origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
        || (web.PublicAddress.Length > 0
            && origin.Equals(new Uri(web.PublicAddress).GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase));

    static Refusal? WhyNot(HttpContext context, WebOptions web)
    {
        if (!IsSocket(context)) return null;
        if (!context.Request.IsHttps && !web.PlainSockets && !IsLocal(context.Connection.RemoteIpAddress)) return Refusals.PlainSocket;
        // what is no browser names none
        return context.Request.Headers.Origin is { Count: > 0 } origin && !IsOurs(context.Request, origin.ToString(), web)
            ? Refusals.ForeignPage : null;
    }

    /// <summary>Over HTTP/1.1 an upgrade (RFC 6455 §4.1), over HTTP/2 an extended CONNECT (RFC 8441 §4).</summary>
    static bool IsSocket(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest
        || context.Request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase)
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    /// <summary>Without an address it came over a socket of this machine's own.</summary>
    static bool IsLocal(IPAddress? address) => address is null || IPAddress.IsLoopback(address);
}
