namespace FaceAuth.Store.Contracts;

/// <summary>What an export became.</summary>
/// <param name="Entries">How many entries were written.</param>
/// <param name="IsSigned">Whether its end is signed: not where what was written is broken.</param>
public sealed record AuditExported(long Entries, bool IsSigned);
