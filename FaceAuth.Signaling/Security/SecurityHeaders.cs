namespace FaceAuth.Signaling.Security;

/// <summary>Headers on every response.</summary>
/// <remarks>
/// The page runs only its own scripts and styles, talks only to its own origin, is never framed, and alone may use the camera; API answers
/// are never cached.
/// </remarks>
internal static class SecurityHeaders
{
    const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
        + "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state => Apply((HttpContext)state), context);
        return next(context);
    });

    static Task Apply(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (headers.CacheControl.Count == 0)
            headers.CacheControl = IsPage(context.Request.Path) ? "no-cache" : "no-store";
        return Task.CompletedTask;
    }

    static bool IsPage(PathString path) =>
        !path.StartsWithSegments("/v1") && !path.StartsWithSegments("/hubs") && !path.StartsWithSegments("/health")
        && !path.StartsWithSegments("/api") && !path.StartsWithSegments("/ws");
}
