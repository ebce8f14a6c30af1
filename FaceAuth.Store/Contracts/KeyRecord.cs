namespace FaceAuth.Store.Contracts;

/// <summary>An API key as its operator sees it: never the key.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="Scopes">What it may be used for; null for everything.</param>
/// <param name="ExpiresAt">UTC; null for never.</param>
/// <param name="LastUsedAt">UTC, to the minute; null for never.</param>
public sealed record KeyRecord(
    Guid Id, DateTimeOffset CreatedAt, IReadOnlyList<string>? Scopes, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);
