using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Sessions;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>Everything of the reference system's surface; docs/legacy.md describes it.</summary>
/// <remarks>Every path is there with and without a slash at its end.</remarks>
internal static class LegacyApi
{
    public static void MapLegacy(this IEndpointRouteBuilder routes)
    {
        if (!routes.ServiceProvider.GetRequiredService<IOptions<LegacyOptions>>().Value.Enabled) return;
        routes.MapGet("/health", Health).AllowAnonymous().WithTags("Legacy");
        var api = routes.MapGroup("/api").WithTags("Legacy").CountRefusals();
        api.MapLegacyAuth();
        api.MapLegacyAnalytics();
    }

    static IResult Health(SessionReadiness readiness) => Results.Json(
        new(readiness.IsReady ? "healthy" : "unhealthy"), LegacyJson.Default.LegacyStatus,
        statusCode: readiness.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
}
