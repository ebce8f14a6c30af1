namespace FaceAuth.Store.Contracts;

/// <summary>Append-only record of every decision and of every change to accounts and templates. Safe from many threads.</summary>
public interface IAuditLog
{
    /// <summary>Appends an entry; it is on disk when the call returns.</summary>
    ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellation);

    /// <summary>Newest first, at most <paramref name="count"/>; <paramref name="actor"/> null means everyone's.</summary>
    /// <remarks>Without entries that were altered from outside: each of those is reported by an entry of its own.</remarks>
    ValueTask<IReadOnlyList<AuditEntry>> RecentAsync(string? actor, int count, CancellationToken cancellation);
}
