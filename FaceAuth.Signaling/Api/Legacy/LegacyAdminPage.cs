using FaceAuth.Signaling.Security;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>What stands where the reference system had its admin interface: a page that says where its work is done here.</summary>
internal static class LegacyAdminPage
{
    const string Path = "/admin";
    const string PagePolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    const string Reference = "<li><a href=\"../scalar/\">The API</a>: accounts, API keys, sessions, jobs and figures, for accounts with "
        + "a role and for the operator's key.</li>";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var isDescribed = routes.ServiceProvider.GetRequiredService<IOptions<WebOptions>>().Value.OpenApi;
        var page = Write(isDescribed);
        routes.MapGet(Path, (HttpContext context) => context.Request.Path.Value!.EndsWith('/')
                ? Results.Text(page, "text/html; charset=utf-8") : Results.Redirect("admin/"))
            .AllowAnonymous().WithMetadata(new PageContentSecurityPolicy(PagePolicy)).ExcludeFromDescription();
    }

    static string Write(bool isDescribed) => $"""
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>FaceAuth: administration</title>
        <h1>Administration</h1>
        <p>The admin interface of the system before is not here. Its work is done by:</p>
        <ul>
        {(isDescribed ? Reference : "<li>The API below /v1, for accounts with a role and for the operator's key.</li>")}
        <li>The command <code>faceauth</code> on the server: <code>accounts</code>, <code>keys</code>, <code>webhooks</code>,
        <code>jobs</code>, <code>audit</code>, <code>db</code>, <code>doctor</code>.</li>
        <li><a href="../health/ready">Whether the server works</a>, and why not.</li>
        </ul>
        </html>

        """;
}
