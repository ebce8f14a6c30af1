namespace FaceAuth.Store.Contracts;

/// <summary>Events that wait to be sent; each is one node's for a while. Safe from many threads and many nodes.</summary>
/// <remarks>
/// An event is stored in the transaction of the change that it tells of. A node that takes one and is heard of no more loses it to
/// another when its lease is over, so that each is sent at least once.
/// </remarks>
public interface IWebhookOutbox
{
    /// <summary>Deliveries whose time has come, the longest due first.</summary>
    /// <param name="count">At most so many.</param>
    /// <param name="busy">Endpoints that take no more now.</param>
    /// <param name="busyOwners">Relying parties that take no more now, by their owner names.</param>
    /// <param name="withFailing">Whether those count whose last attempt failed.</param>
    /// <param name="cancellation">Ends it before it is done.</param>
    ValueTask<IReadOnlyList<WebhookDue>> DueAsync(
        int count, IReadOnlyCollection<Guid> busy, IReadOnlyCollection<string> busyOwners, bool withFailing,
        CancellationToken cancellation);

    /// <summary>Takes one for so long; null when another node has, or it was altered from outside, which is reported and ends it.</summary>
    ValueTask<WebhookLease?> TryTakeAsync(WebhookDue due, TimeSpan lease, CancellationToken cancellation);

    /// <summary>Writes what became of it; false when the lease is over and somebody else has it.</summary>
    ValueTask<bool> CompleteAsync(WebhookLease lease, WebhookResult result, CancellationToken cancellation);

    /// <summary>Gives it back as it was: it is due at once.</summary>
    ValueTask ReleaseAsync(WebhookLease lease, CancellationToken cancellation);

    /// <summary>Deletes the oldest of an endpoint's ended deliveries beyond the latest 1000.</summary>
    ValueTask<int> TrimAsync(Guid webhook, CancellationToken cancellation);
}
