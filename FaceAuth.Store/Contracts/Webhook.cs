namespace FaceAuth.Store.Contracts;

/// <summary>An endpoint that a relying party's events are sent to; its secret is shown only when it is made or rotated.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Owner">Whose events: "rp:ID".</param>
/// <param name="Url">Where they are sent. It may hold a secret of its owner's.</param>
/// <param name="Events">Which of <see cref="WebhookEventTypes"/>; null for all.</param>
/// <param name="State">Whether they are sent.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="OldSecretUntil">Until when the secret before signs too; null where there is none.</param>
/// <param name="FailingSince">Since when every attempt has failed; null where the last one did not.</param>
/// <param name="Dropped">Events that were not queued because too many waited.</param>
public sealed record Webhook(
    Guid Id, string Owner, string Url, IReadOnlyList<string>? Events, WebhookState State, DateTimeOffset CreatedAt,
    DateTimeOffset? OldSecretUntil, DateTimeOffset? FailingSince, long Dropped)
{
    /// <summary>Never prints the address.</summary>
    public override string ToString() => $"Webhook {{ Id = {Id} }}";
}
