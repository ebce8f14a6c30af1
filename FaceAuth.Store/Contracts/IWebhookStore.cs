namespace FaceAuth.Store.Contracts;

/// <summary>Keeps the endpoints that relying parties have their events sent to, and what became of each. Safe from many threads.</summary>
/// <remarks>An endpoint of another owner's is none.</remarks>
public interface IWebhookStore
{
    /// <summary>Makes an endpoint with a secret of its own.</summary>
    /// <exception cref="InvalidOperationException">The owner has as many as it may.</exception>
    ValueTask<WebhookSecret> CreateAsync(string owner, string url, IReadOnlyList<string>? events, CancellationToken cancellation);

    /// <summary>An owner's endpoints, the oldest first. One that was altered from outside is reported and left out.</summary>
    ValueTask<IReadOnlyList<Webhook>> ListAsync(string owner, CancellationToken cancellation);

    /// <summary>Finds one; null when there is none.</summary>
    ValueTask<Webhook?> FindAsync(string owner, Guid id, CancellationToken cancellation);

    /// <summary>Changes one; null when there is none. Enabled again, it is tried with what waits at once.</summary>
    ValueTask<Webhook?> ChangeAsync(string owner, Guid id, WebhookChange change, CancellationToken cancellation);

    /// <summary>Deletes one with its deliveries; false when there is none.</summary>
    ValueTask<bool> DeleteAsync(string owner, Guid id, CancellationToken cancellation);

    /// <summary>Gives one a new secret, beside which the present one signs for a while; null when there is none.</summary>
    ValueTask<WebhookSecret?> RotateSecretAsync(string owner, Guid id, TimeSpan overlap, CancellationToken cancellation);

    /// <summary>Queues an event that tries an endpoint; null when there is no enabled one, or too many wait.</summary>
    ValueTask<WebhookDelivery?> TestAsync(string owner, Guid id, CancellationToken cancellation);

    /// <summary>An endpoint's deliveries, newest first, in one state or in any; null when there is none of that id.</summary>
    ValueTask<IReadOnlyList<WebhookDelivery>?> DeliveriesAsync(
        string owner, Guid id, Guid? before, int count, CancellationToken cancellation, WebhookDeliveryState? state = null);

    /// <summary>One delivery; null when there is none.</summary>
    ValueTask<WebhookDelivery?> FindDeliveryAsync(string owner, Guid id, Guid delivery, CancellationToken cancellation);

    /// <summary>Has a delivery tried again, from the first attempt; null when there is none.</summary>
    ValueTask<WebhookDelivery?> RedeliverAsync(string owner, Guid id, Guid delivery, CancellationToken cancellation);
}
