using FaceAuth.Signaling.Admin.Access;
using FaceAuth.Signaling.Admin.Accounts;
using FaceAuth.Signaling.Admin.Audit;
using FaceAuth.Signaling.Security;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Admin;

/// <summary>Where the console is: its pages below /admin, its circuits at /_blazor.</summary>
internal static class ConsoleEndpoints
{
    public const string Home = "/admin";

    /// <summary>Its library makes style elements and attributes by itself; scripts come from files alone.</summary>
    const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static void MapConsole(this IEndpointRouteBuilder routes)
    {
        if (!routes.ServiceProvider.GetRequiredService<IOptions<ConsoleOptions>>().Value.Enabled) return;
        routes.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = "'none'")
            .RequireAuthorization(Policies.Console)
            .WithMetadata(new PageContentSecurityPolicy(PagePolicy), new ConsoleMark());
        routes.MapConsoleSignIn();
        routes.MapAuditFiles();
        routes.MapOwnAccount();
    }
}

/// <summary>Endpoint metadata: who is not signed in is led to where that is done.</summary>
internal sealed record ConsoleMark;
