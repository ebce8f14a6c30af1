namespace FaceAuth.Store.Contracts;

/// <summary>Reads the audit page by page. Safe from many threads.</summary>
public interface IAuditReader
{
    /// <summary>A page of entries, newest first; an altered one is left out and reported.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">The <see cref="AuditPage.Last"/> of the page before; null for the first.</param>
    /// <param name="count">1 to 1000.</param>
    /// <param name="cancellation">Ends the call.</param>
    ValueTask<AuditPage> ListAsync(AuditFilter filter, long? before, int count, CancellationToken cancellation);

    /// <summary>The nodes that wrote to it, at most 1000, by name.</summary>
    ValueTask<IReadOnlyList<AuditNodeSeen>> NodesAsync(CancellationToken cancellation);
}
