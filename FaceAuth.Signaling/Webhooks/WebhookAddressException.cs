namespace FaceAuth.Signaling.Webhooks;

/// <summary>A webhook's name leads to no address that may be called.</summary>
internal sealed class WebhookAddressException() : Exception("None of the addresses may be called.");
