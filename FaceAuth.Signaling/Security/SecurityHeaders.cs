using Microsoft.Extensions.Options;

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

    /// <summary>Where https may well be only tried out.</summary>
    static readonly string[] Local = ["localhost", "127.0.0.1", "[::1]"];

    public static void UseSecurityHeaders(this WebApplication app)
    {
        var web = app.Services.GetRequiredService<IOptions<WebOptions>>().Value;
        var strict = app.Environment.IsDevelopment() ? null : StrictTransport(web);
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() => Apply(context, strict));
            return next(context);
        });
    }

    static Task Apply(HttpContext context, string? strict)
    {
        var headers = context.Response.Headers;
        if (strict is not null && context.Request.IsHttps && !Local.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase))
            headers.StrictTransportSecurity = strict;
        if (context.Response.ContentType is { } type && IsText(type)) context.Response.ContentType = type + "; charset=utf-8";
        headers.ContentSecurityPolicy =
            context.GetEndpoint()?.Metadata.GetMetadata<PageContentSecurityPolicy>()?.Value ?? ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (headers.CacheControl.Count == 0)
            headers.CacheControl = IsPage(context.Request.Path) ? "no-cache" : "no-store";
        return Task.CompletedTask;
    }

    static string? StrictTransport(WebOptions web) => web.HstsDays == 0 ? null
        : $"max-age={web.HstsDays * 24 * 60 * 60}" + (web.HstsSubdomains ? "; includeSubDomains" : "");

    /// <summary>Whether it is text whose type does not say in which letters: all of it is UTF-8.</summary>
    static bool IsText(string type) =>
        !type.Contains(';', StringComparison.Ordinal)
        && (type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || type.EndsWith("xml", StringComparison.OrdinalIgnoreCase));

    static bool IsPage(PathString path) =>
        !path.StartsWithSegments("/v1") && !path.StartsWithSegments("/hubs") && !path.StartsWithSegments("/health")
        && !path.StartsWithSegments("/api") && !path.StartsWithSegments("/ws") && !path.StartsWithSegments("/admin/audit-file");
}

/// <summary>Endpoint metadata: what a page of its own needs in place of the usual policy.</summary>
internal sealed record PageContentSecurityPolicy(string Value);
