using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Api;

/// <summary>What people agree to before they are enrolled; anybody may read it.</summary>
internal static class ConsentApi
{
    /// <summary>The text in force; both null where the operator set none.</summary>
    internal sealed record View(
        [Field("The version in force; absent where the operator set none.")] string? Version,
        [Field("The text that people agree to.")] string? Text);

    public static RouteHandlerBuilder MapConsent(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/consent", Show).WithTags("Consent").AllowAnonymous()
            .Describe("showConsent", "Read the text in force",
                "Where there is a version, no session to enroll somebody is created without it.")
            .Answers(200, new View("2026-03", "I agree that this server keeps a template of my face."));

    internal static Ok<View> Show(IOptions<ConsentOptions> options) =>
        TypedResults.Ok(new View(options.Value.Version, options.Value.Text));
}
