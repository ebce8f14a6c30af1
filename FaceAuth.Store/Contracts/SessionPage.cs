namespace FaceAuth.Store.Contracts;

/// <summary>Sessions of a list, newest first, without verdict, scores and timeline.</summary>
/// <param name="Sessions">Those that were as this store wrote them; there may be fewer than asked for.</param>
/// <param name="Last">The last one looked at, for the next page; null on the last page.</param>
public sealed record SessionPage(IReadOnlyList<SessionRecord> Sessions, Guid? Last);
