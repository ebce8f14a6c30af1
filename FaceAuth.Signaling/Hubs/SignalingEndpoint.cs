using FaceAuth.Signaling.Limits;

namespace FaceAuth.Signaling.Hubs;

/// <summary>Where the hub is reached.</summary>
internal static class SignalingEndpoint
{
    public static IEndpointConventionBuilder MapSignaling(this IEndpointRouteBuilder routes) =>
        routes.MapHub<SignalingHub>(SignalingHub.Path, connection =>
        {
            connection.CloseOnAuthenticationExpiration = true;   // nobody keeps a connection open without an offer
            connection.ApplicationMaxBufferSize = connection.TransportMaxBufferSize = 2 * SignalingHub.MaxMessageBytes;
        }).WithMetadata(new RateLimitMark(RateLimitKind.Hub));
}
