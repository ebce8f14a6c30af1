namespace FaceAuth.Store.Contracts;

/// <summary>What one piece of the check of the audit's chains came to.</summary>
/// <param name="Entries">Entries that were checked.</param>
/// <param name="Chains">Chains that there are.</param>
/// <param name="IsWhole">Whether all that is new was checked; else it goes on at the next call.</param>
/// <param name="Faults">The first place where a chain is broken, by its node; of at most 1000 chains.</param>
public sealed record AuditCheckReport(
    long Entries, int Chains, bool IsWhole, IReadOnlyDictionary<string, AuditFault> Faults);
