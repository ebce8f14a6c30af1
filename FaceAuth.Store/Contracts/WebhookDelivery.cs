namespace FaceAuth.Store.Contracts;

/// <summary>One event for one endpoint, as its owner sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="EventId">The event's; in the header webhook-id.</param>
/// <param name="Type">Of <see cref="WebhookEventTypes"/>.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="State">How far it is.</param>
/// <param name="NextAt">When it is tried next; null once it is over.</param>
/// <param name="EndedAt">When it was over; null while it waits.</param>
/// <param name="Attempts">The latest of its attempts, the oldest first.</param>
public sealed record WebhookDelivery(
    Guid Id, Guid EventId, string Type, DateTimeOffset CreatedAt, WebhookDeliveryState State, DateTimeOffset? NextAt,
    DateTimeOffset? EndedAt, IReadOnlyList<WebhookAttempt> Attempts);
