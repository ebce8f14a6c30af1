namespace FaceAuth.Store.Contracts;

/// <summary>Consents of a list, the latest recorded first.</summary>
/// <param name="Consents">Those that were as this store wrote them; there may be fewer than asked for.</param>
/// <param name="Last">The last one looked at, for the next page; null on the last page.</param>
public sealed record ConsentPage(IReadOnlyList<ConsentRecord> Consents, Guid? Last);
