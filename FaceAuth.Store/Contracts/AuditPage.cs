namespace FaceAuth.Store.Contracts;

/// <summary>Audit entries of a list, newest first, each with its number; without where they came from.</summary>
/// <param name="Entries">Those that were as this store wrote them; there may be fewer than asked for.</param>
/// <param name="Last">The number of the last one looked at, for the next page; null on the last page.</param>
public sealed record AuditPage(IReadOnlyList<(long Number, AuditEntry Entry)> Entries, long? Last);
