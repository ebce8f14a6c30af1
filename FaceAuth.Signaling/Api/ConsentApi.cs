using FaceAuth.Signaling.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Api;

/// <summary>What people agree to before they are enrolled; anybody may read it.</summary>
internal static class ConsentApi
{
    /// <summary>The text in force; both null where the operator set none.</summary>
    internal sealed record View(string? Version, string? Text);

    public static RouteHandlerBuilder MapConsent(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/consent", Show).WithTags("Consent").AllowAnonymous();

    internal static Ok<View> Show(IOptions<ConsentOptions> options) =>
        TypedResults.Ok(new View(options.Value.Version, options.Value.Text));
}
