namespace FaceAuth.Store.Contracts;

/// <summary>Keeps relying parties and the hashes of their API keys. Safe from many threads.</summary>
public interface IRelyingPartyStore
{
    /// <summary>Creates a relying party, or gives a known one a new key besides its old ones. The key is shown only here.</summary>
    ValueTask<(RelyingParty Party, string ApiKey)> IssueKeyAsync(string name, CancellationToken cancellation);

    /// <summary>Finds who holds a key, in constant time over the key's hash; null for an unknown or malformed key.</summary>
    ValueTask<RelyingParty?> AuthenticateAsync(string apiKey, CancellationToken cancellation);

    /// <summary>Whether a relying party holds a key that is not revoked.</summary>
    ValueTask<bool> HasKeyAsync(Guid partyId, CancellationToken cancellation);

    /// <summary>Finds a relying party by name; null when there is none.</summary>
    ValueTask<RelyingParty?> FindAsync(string name, CancellationToken cancellation);

    /// <summary>Revokes every key of a relying party; false when there is none of that name.</summary>
    ValueTask<bool> RevokeAsync(string name, CancellationToken cancellation);
}
