using System.Diagnostics.CodeAnalysis;

namespace FaceAuth.Client;

/// <summary>What came of looking at a webhook's request: the event, or why it was not taken.</summary>
/// <param name="Event">The event.</param>
/// <param name="Fault">Why not; null where it was taken.</param>
public sealed record WebhookCheck(WebhookEvent? Event, WebhookFault? Fault)
{
    /// <summary>Whether the server sent it, now.</summary>
    [MemberNotNullWhen(true, nameof(Event))]
    public bool IsGenuine => Fault is null && Event is not null;
}
