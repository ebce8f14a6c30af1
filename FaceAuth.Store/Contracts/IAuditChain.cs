namespace FaceAuth.Store.Contracts;

/// <summary>Checks the audit's chains and writes them out for others to check. Safe from many threads.</summary>
/// <remarks>Both read one snapshot of the database from end to end; memory does not grow with the log.</remarks>
public interface IAuditChain
{
    /// <summary>Walks every chain: hashes, authenticators, signatures and sealed addresses.</summary>
    Task<IReadOnlyList<AuditChainReport>> VerifyAsync(CancellationToken cancellation);

    /// <summary>Writes entries with their chain fields, checkpoints and public keys as JSON Lines.</summary>
    /// <remarks>Before that it appends an entry that says so, and signs the chains' heads. What is broken is written as it is.</remarks>
    /// <returns>How many entries were written.</returns>
    /// <exception cref="StoreException">A sealed address that was asked for does not open.</exception>
    Task<long> ExportAsync(AuditExport what, Stream output, CancellationToken cancellation);
}
