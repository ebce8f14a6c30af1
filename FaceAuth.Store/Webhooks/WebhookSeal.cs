using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Webhooks;

/// <summary>Seals an endpoint's terms and what is sent to it, each bound to where it stands.</summary>
/// <remarks>
/// Who can only write the database puts no other address, secret or text there: what was altered does not open. The key outlives
/// rotations, which wrap it anew. Safe from many threads.
/// </remarks>
internal sealed class WebhookSeal(PersonalSeal seal)
{
    public byte[] Seal(Guid id, string owner, WebhookTerms terms) => seal.Seal(PersonalKind.Webhook, id, terms.ToJson(), owner);

    /// <summary>The terms; null when they were altered.</summary>
    public WebhookTerms? TryOpen(WebhookRow row) =>
        seal.TryOpen(PersonalKind.Webhook, row.Id, row.SealedTerms, row.Owner) is { } json ? WebhookTerms.Of(json) : null;

    public byte[] Seal(WebhookDeliveryRow delivery, string body) =>
        seal.Seal(PersonalKind.WebhookBody, delivery.Id, body, Bound(delivery));

    /// <summary>What is sent; null when it was altered.</summary>
    public string? TryOpen(WebhookDeliveryRow delivery) =>
        seal.TryOpen(PersonalKind.WebhookBody, delivery.Id, delivery.SealedBody, Bound(delivery));

    public static AlteredRow AsAltered(WebhookRow row) => new() { Kind = RowKind.Webhook, RowId = row.Id };

    public static AlteredRow AsAltered(WebhookDeliveryRow row) => new() { Kind = RowKind.WebhookDelivery, RowId = row.Id };

    static string Bound(WebhookDeliveryRow delivery) => $"{delivery.WebhookId:N}\n{delivery.EventId:N}\n{delivery.Type}";
}
