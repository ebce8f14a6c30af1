namespace FaceAuth.Store.Contracts;

/// <summary>A delivery that this node has taken for a while, and what it has to send.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="WebhookId">Its endpoint.</param>
/// <param name="Version">Of this lease.</param>
/// <param name="Tries">Attempts since it was queued, this one with them.</param>
/// <param name="EventId">The event.</param>
/// <param name="Url">Where to.</param>
/// <param name="Body">What; the same at every attempt.</param>
/// <param name="Secrets">What signs it: the secret before while that counts, and the present one.</param>
public sealed record WebhookLease(
    Guid Id, Guid WebhookId, int Version, int Tries, Guid EventId, string Url, string Body, IReadOnlyList<string> Secrets)
{
    /// <summary>Never prints the address or a secret.</summary>
    public override string ToString() => $"WebhookLease {{ Id = {Id}, Tries = {Tries} }}";
}
