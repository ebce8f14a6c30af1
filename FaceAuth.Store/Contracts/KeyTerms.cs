namespace FaceAuth.Store.Contracts;

/// <summary>What a new API key is good for.</summary>
/// <param name="Scopes">Some of <see cref="KeyScopes"/>; null for all that there are and will be.</param>
/// <param name="ExpiresAt">UTC; null for never.</param>
public sealed record KeyTerms(IReadOnlyList<string>? Scopes = null, DateTimeOffset? ExpiresAt = null);
