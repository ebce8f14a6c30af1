namespace FaceAuth.Store.Contracts;

/// <summary>A node as the audit knows it.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Entries">How many it wrote.</param>
/// <param name="SignedThrough">The last one that a checkpoint signs.</param>
/// <param name="LastAt">When it wrote last; null where that entry is gone.</param>
public sealed record AuditNodeSeen(string Node, long Entries, long SignedThrough, DateTimeOffset? LastAt);
