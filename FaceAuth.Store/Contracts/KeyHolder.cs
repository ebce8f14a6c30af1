namespace FaceAuth.Store.Contracts;

/// <summary>Who holds an API key that is good, and what it may be used for.</summary>
/// <param name="Party">The relying party.</param>
/// <param name="Scopes">Some of <see cref="KeyScopes"/>; null for all.</param>
/// <param name="KeyId">The key's id.</param>
public sealed record KeyHolder(RelyingParty Party, IReadOnlyList<string>? Scopes, Guid KeyId);
