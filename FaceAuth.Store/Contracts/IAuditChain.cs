namespace FaceAuth.Store.Contracts;

/// <summary>Checks the audit's chains and writes them out for others to check. Safe from many threads.</summary>
/// <remarks>Both read one snapshot of the database from end to end; memory does not grow with the log.</remarks>
public interface IAuditChain
{
    /// <summary>Walks every chain: hashes, authenticators, signatures, sealed addresses, and what each says of the others.</summary>
    Task<IReadOnlyList<AuditChainReport>> VerifyAsync(CancellationToken cancellation);

    /// <summary>Writes entries with their chain fields, checkpoints and public keys as JSON Lines.</summary>
    /// <remarks>
    /// Before that it appends an entry that says so, and signs the chains' heads. The last line signs all before; what is broken is
    /// written as it is, and that line then left without a signature.
    /// </remarks>
    /// <exception cref="StoreException">A sealed address that was asked for does not open.</exception>
    Task<AuditExported> ExportAsync(AuditExport what, Stream output, CancellationToken cancellation);
}
