namespace FaceAuth.Store.Contracts;

/// <summary>A page of accounts in the order in which they were made.</summary>
/// <param name="Accounts">Those that are as the store wrote them.</param>
/// <param name="Last">The last one looked at, for the next page; null on the last page.</param>
public sealed record AccountPage(IReadOnlyList<AccountRecord> Accounts, Guid? Last);
