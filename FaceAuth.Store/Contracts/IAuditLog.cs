namespace FaceAuth.Store.Contracts;

/// <summary>Append-only record of every decision and of every change to accounts and templates. Safe from many threads.</summary>
/// <remarks>Each node chains its entries by their hashes; <see cref="IAuditChain"/> tells whether the chains still hold.</remarks>
public interface IAuditLog
{
    /// <summary>Appends an entry; it is on disk when the call returns.</summary>
    ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellation);

    /// <summary>Newest first, at most <paramref name="count"/>; <paramref name="actor"/> null means everyone's.</summary>
    /// <remarks>Without entries that were altered from outside: each of those is reported by an entry of its own.</remarks>
    /// <param name="actor">Whose.</param>
    /// <param name="count">1 to 1000.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <param name="withOrigins">Whether to open where each came from; else <see cref="AuditEntry.Origin"/> is null.</param>
    ValueTask<IReadOnlyList<AuditEntry>> RecentAsync(
        string? actor, int count, CancellationToken cancellation, bool withOrigins = false);
}
