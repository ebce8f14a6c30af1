using System.Text.Json;

namespace FaceAuth.Client;

/// <summary>What a server told.</summary>
/// <param name="Id">The header <c>webhook-id</c>. An event comes at least once: remember the ids and skip those that came.</param>
/// <param name="Type">What happened, such as "session.finished".</param>
/// <param name="At">When.</param>
/// <param name="Data">Ids and codes, by the event's type.</param>
public sealed record WebhookEvent(string Id, string Type, DateTimeOffset At, JsonElement Data);
