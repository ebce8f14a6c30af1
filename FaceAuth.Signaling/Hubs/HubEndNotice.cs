using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Sessions;
using Microsoft.AspNetCore.SignalR;

namespace FaceAuth.Signaling.Hubs;

/// <summary>Tells browsers on the hub that their session ended.</summary>
internal sealed class HubEndNotice(IHubContext<SignalingHub, ISignalingClient> hub) : IEndNotice
{
    /// <inheritdoc/>
    public Task TellAsync(string connectionId, Guid sessionId, Refusal why) =>
        hub.Clients.Client(connectionId).Ended(new(sessionId, why.Code, why.Text));
}
