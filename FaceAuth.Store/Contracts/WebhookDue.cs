namespace FaceAuth.Store.Contracts;

/// <summary>A delivery whose time has come, and that some node may take.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="WebhookId">Its endpoint.</param>
/// <param name="IsFailing">Whether the endpoint's last attempt failed.</param>
/// <param name="Version">What is taken: whoever else has taken it meanwhile has changed that.</param>
/// <param name="Owner">The relying party's owner name.</param>
public sealed record WebhookDue(Guid Id, Guid WebhookId, bool IsFailing, int Version, string Owner);
