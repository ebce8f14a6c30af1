using FaceAuth.Signaling.Errors;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Security;

/// <summary>Keeps the console to this server's own pages, whatever origins in Web:CorsOrigins may call the API.</summary>
/// <remarks>
/// A browser sends the console's cookie from every page of the same site, and app.example.org and face.example.org are one. What Fetch
/// Metadata or the origin shows to come from another page gets no further; links may lead here.
/// </remarks>
internal static class ConsoleWall
{
    static readonly string[] Places = ["/admin", "/_blazor"];

    public static void UseConsoleWall(this IApplicationBuilder app)
    {
        var web = app.ApplicationServices.GetRequiredService<IOptions<WebOptions>>().Value;
        app.Use((context, next) => IsForeign(context.Request, web) ? Problems.WriteAsync(context, Refusals.ForeignPage) : next(context));
    }

    static bool IsForeign(HttpRequest request, WebOptions web)
    {
        if (!Places.Any(place => request.Path.StartsWithSegments(place))) return false;
        if (request.Headers.Origin is { Count: > 0 } origin && !SocketRules.IsOwn(request, origin.ToString(), web)) return true;
        return request.Headers["Sec-Fetch-Site"].ToString() is "same-site" or "cross-site"
            && request.Headers["Sec-Fetch-Mode"].ToString() is not "navigate";
    }
}
