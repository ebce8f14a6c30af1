namespace FaceAuth.Store.Contracts;

/// <summary>The first place where an audit chain is broken.</summary>
/// <param name="Kind">How.</param>
/// <param name="Sequence">Number of the entry within its chain; for a checkpoint of the entry that it signs.</param>
/// <param name="Words">What was found, in a sentence.</param>
public sealed record AuditFault(AuditFaultKind Kind, long Sequence, string Words);
