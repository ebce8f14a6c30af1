namespace FaceAuth.Store.Contracts;

/// <summary>A page of relying parties in the order in which they were made, each with how many keys it holds.</summary>
/// <param name="Parties">Each with its keys that have not been revoked, those that have run out among them.</param>
/// <param name="Last">The last one, for the next page; null on the last page.</param>
public sealed record RelyingPartyPage(IReadOnlyList<(RelyingParty Party, int Keys)> Parties, Guid? Last);
