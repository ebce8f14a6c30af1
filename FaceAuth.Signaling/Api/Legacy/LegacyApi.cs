using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Limits;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>Everything of the reference system's surface; docs/legacy.md describes it.</summary>
/// <remarks>Every path is there with and without a slash at its end.</remarks>
internal static class LegacyApi
{
    public static void MapLegacy(this IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<IOptions<LegacyOptions>>().Value;
        if (!options.Enabled) return;
        var api = routes.MapGroup("/api").WithTags("Legacy").CountRefusals();
        api.MapLegacyAuth();
        api.MapLegacyFaces(options);
        api.MapLegacyVideo();
        api.MapLegacyAnalytics();
        routes.MapSocket("/ws/face-recognition", context => FaceSocket.ServeAsync(
            context, Of<LegacySockets>(context), Of<LegacySessions>(context), options, Of<TimeProvider>(context)));
        routes.MapSocket("/ws/webrtc-signaling", context => ServeVideoAsync(context, options));
    }

    static Task ServeVideoAsync(HttpContext context, LegacyOptions options) => Of<LegacySockets>(context).AcceptAsync(
        context, VideoSocket.MostBytes, (client, socket, idle, end) =>
            new VideoSocket(client, socket, Of<LegacyVideo>(context), idle, options, Of<TimeProvider>(context)).RunAsync(end));

    /// <summary>A WebSocket that looks itself at who comes: by a header, or by the cookie of a page of ours.</summary>
    static void MapSocket(this IEndpointRouteBuilder routes, string path, RequestDelegate serve)
    {
        var pipeline = routes.CreateApplicationBuilder();
        pipeline.UseWebSockets(new() { KeepAliveInterval = TimeSpan.FromSeconds(15), KeepAliveTimeout = TimeSpan.FromSeconds(30) });
        pipeline.Run(serve);
        routes.Map(path, pipeline.Build()).AllowAnonymous().WithTags("Legacy").WithMetadata(new RateLimitMark(RateLimitKind.Socket));
    }

    static T Of<T>(HttpContext context) where T : notnull => context.RequestServices.GetRequiredService<T>();
}
