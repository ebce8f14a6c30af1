namespace FaceAuth.Store.Contracts;

/// <summary>Reviews of a list, the oldest first.</summary>
/// <param name="Reviews">Those that were as this store wrote them; there may be fewer than asked for.</param>
/// <param name="Last">Where the next page begins; null on the last.</param>
public sealed record ReviewPage(IReadOnlyList<ReviewRecord> Reviews, Guid? Last);
