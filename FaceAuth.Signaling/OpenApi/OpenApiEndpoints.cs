using System.IO.Compression;
using FaceAuth.Signaling.Api.Legacy;
using FaceAuth.Signaling.Security;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.OpenApi;

/// <summary>Serves the API's descriptions, and a page that shows them; everything comes from this server.</summary>
internal static class OpenApiEndpoints
{
    /// <summary>The page's library makes style elements by itself; scripts come from files alone.</summary>
    const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    const string LibraryName = "ScalarStaticAssets.scalar.js";

    public static void MapOpenApiDocuments(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        if (!services.GetRequiredService<IOptions<WebOptions>>().Value.OpenApi) return;
        var group = routes.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        group.MapGet("/openapi/v1.json", (HttpContext context, ApiDocuments documents) =>
            ShowAsync(context, documents, ApiDocuments.Current));
        if (services.GetRequiredService<IOptions<LegacyOptions>>().Value.Enabled)
            group.MapGet("/openapi/legacy.json", (HttpContext context, ApiDocuments documents) =>
                ShowAsync(context, documents, ApiDocuments.Legacy));
        group.MapGet("/scalar", Page).WithMetadata(new PageContentSecurityPolicy(PagePolicy));
        group.MapGet("/scalar/start.js", (HttpContext context) => File(context, typeof(OpenApiEndpoints), "start.js", "text/javascript"));
        group.MapGet("/scalar/page.css", (HttpContext context) => File(context, typeof(OpenApiEndpoints), "page.css", "text/css"));
        group.MapGet("/scalar/scalar.js", Library);
    }

    static async Task<IResult> ShowAsync(HttpContext context, ApiDocuments documents, string name) => Results.Text(
        await documents.ReadAsync(name, context.Request.PathBase.ToUriComponent()), "application/json");

    /// <summary>Its files are named relative to it, so it needs the slash.</summary>
    /// <remarks>Some proxies do not say below which path they serve it, so its address is relative too.</remarks>
    static IResult Page(HttpContext context) => context.Request.Path.Value!.EndsWith('/')
        ? File(context, typeof(OpenApiEndpoints), "page.html", "text/html; charset=utf-8")
        : Results.Redirect("scalar/");

    /// <summary>It lies in its package as gzip, and goes out as that to whoever takes it.</summary>
    static IResult Library(HttpContext context)
    {
        context.Response.Headers.Vary = "Accept-Encoding";
        var packed = Open(typeof(Scalar.AspNetCore.ScalarOptions), LibraryName);
        if (!context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
            return Send(context, new GZipStream(packed, CompressionMode.Decompress), "text/javascript");
        context.Response.Headers.ContentEncoding = "gzip";
        return Send(context, packed, "text/javascript");
    }

    static IResult File(HttpContext context, Type beside, string name, string type) =>
        Send(context, Open(beside, name), type);

    static IResult Send(HttpContext context, Stream content, string type)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Stream(content, type);
    }

    static Stream Open(Type beside, string name) => beside.Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"{name} is not in {beside.Assembly.GetName().Name}.");
}
