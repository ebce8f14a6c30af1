using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;

namespace FaceAuth.Signaling.Hubs;

/// <summary>A server that stops takes no more connections to the hub but those of its own sessions' browsers.</summary>
/// <remarks>
/// It says so before the connection is there, with 503, so that a balancer asks the next server: the browser hears nothing of it. An offer
/// by a connection that was there before is refused all the same.
/// </remarks>
internal static class HubDrain
{
    public static void UseHubDrain(this IApplicationBuilder app)
    {
        var (drain, registry) = (
            app.ApplicationServices.GetRequiredService<SessionDrain>(), app.ApplicationServices.GetRequiredService<SessionRegistry>());
        app.Use((context, next) => drain.IsBegun && IsNew(context, registry)
            ? Problems.WriteAsync(context, Refusals.ServerStopping) : next(context));
    }

    // requests of a connection that is open say which it is
    static bool IsNew(HttpContext context, SessionRegistry registry) =>
        context.Request.Path.StartsWithSegments(SignalingHub.Path) && context.Request.Query["id"].Count == 0
        && SessionTokens.TicketOf(context.User) is { } ticket && !registry.Runs(ticket.SessionId);
}
