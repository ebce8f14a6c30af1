namespace FaceAuth.Store.Contracts;

/// <summary>What was found of an export.</summary>
/// <param name="Chains">What was found of each chain, and of the file in one without a name.</param>
/// <param name="Entries">How many entries were read.</param>
/// <param name="SignedBy">The key that signed the whole file; null where none did that can be checked.</param>
/// <param name="IsTrusted">Whether that key is one that the caller trusts, and not only the file's own.</param>
/// <param name="Made">When the export was made, as it says.</param>
public sealed record AuditFileReport(
    IReadOnlyList<AuditChainReport> Chains, long Entries, string? SignedBy, bool IsTrusted, string Made);
