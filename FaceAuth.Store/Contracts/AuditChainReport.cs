namespace FaceAuth.Store.Contracts;

/// <summary>What was found of one node's chain.</summary>
/// <param name="Node">The node.</param>
/// <param name="First">Number of the first entry looked at; 0 when there is none.</param>
/// <param name="Last">Number of the last one looked at.</param>
/// <param name="Checkpoints">Checkpoints that hold.</param>
/// <param name="SignedThrough">The last entry that a signed checkpoint vouches for; 0 for none.</param>
/// <param name="KeyIds">The keys that signed.</param>
/// <param name="Fault">Where it breaks first; null when it is intact.</param>
public sealed record AuditChainReport(
    string Node, long First, long Last, long Checkpoints, long SignedThrough, IReadOnlyList<string> KeyIds, AuditFault? Fault);
