namespace FaceAuth.Store.Contracts;

/// <summary>What is to be another on an endpoint; what is null stays.</summary>
/// <param name="Url">Where events are sent.</param>
/// <param name="Events">Which of <see cref="WebhookEventTypes"/>; an empty list for all.</param>
/// <param name="IsEnabled">Whether they are sent.</param>
public sealed record WebhookChange(string? Url, IReadOnlyList<string>? Events, bool? IsEnabled);
