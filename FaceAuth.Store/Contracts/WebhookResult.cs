namespace FaceAuth.Store.Contracts;

/// <summary>What became of an attempt, and what follows.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="State">Waiting where it is tried again, else how it ended.</param>
/// <param name="NextAt">When it is tried again; null where it is not.</param>
/// <param name="IsGone">The endpoint answered that it is gone for good.</param>
/// <param name="DisableAfter">An endpoint that has failed for so long is turned off.</param>
public sealed record WebhookResult(
    WebhookAttempt Attempt, WebhookDeliveryState State, DateTimeOffset? NextAt, bool IsGone, TimeSpan DisableAfter);
