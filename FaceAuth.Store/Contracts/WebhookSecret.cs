namespace FaceAuth.Store.Contracts;

/// <summary>An endpoint with its new secret, which is shown only here.</summary>
/// <param name="Webhook">The endpoint.</param>
/// <param name="Secret">"whsec_" and 32 random bytes in base64.</param>
public sealed record WebhookSecret(Webhook Webhook, string Secret)
{
    /// <summary>Never prints the secret.</summary>
    public override string ToString() => $"WebhookSecret {{ Id = {Webhook.Id} }}";
}
