namespace FaceAuth.Store.Contracts;

/// <summary>Keeps relying parties and the hashes of their API keys. Safe from many threads.</summary>
public interface IRelyingPartyStore
{
    /// <summary>Creates a relying party, or gives a known one a new key besides its old ones. The key is shown only here.</summary>
    ValueTask<IssuedKey> IssueKeyAsync(string name, CancellationToken cancellation, KeyTerms? terms = null);

    /// <summary>Finds who holds a key, in constant time over the key's hash; null for one that is not good.</summary>
    /// <remarks>That is one unknown, revoked, malformed or run out. That it was used is written down at most once a minute.</remarks>
    ValueTask<KeyHolder?> AuthenticateAsync(string apiKey, CancellationToken cancellation);

    /// <summary>Whether a relying party holds a key that is not revoked and has not run out.</summary>
    ValueTask<bool> HasKeyAsync(Guid partyId, CancellationToken cancellation);

    /// <summary>Whether a relying party holds this key, and it is neither revoked nor has run out.</summary>
    ValueTask<bool> HasKeyAsync(Guid partyId, Guid keyId, CancellationToken cancellation);

    /// <summary>Finds a relying party by name; null when there is none.</summary>
    ValueTask<RelyingParty?> FindAsync(string name, CancellationToken cancellation);

    /// <summary>Finds a relying party by id; null when there is none.</summary>
    ValueTask<RelyingParty?> FindAsync(Guid id, CancellationToken cancellation);

    /// <summary>A page of relying parties in the order in which they were made.</summary>
    /// <param name="after">The <see cref="RelyingPartyPage.Last"/> of the page before; null for the first.</param>
    /// <param name="count">1 to 1000.</param>
    /// <param name="cancellation">Ends the call.</param>
    ValueTask<RelyingPartyPage> ListAsync(Guid? after, int count, CancellationToken cancellation);

    /// <summary>A relying party's keys, the oldest first; null when there is none of that name.</summary>
    ValueTask<IReadOnlyList<KeyRecord>?> ListKeysAsync(string name, CancellationToken cancellation);

    /// <summary>Revokes one key of a relying party; false when it has none of that id.</summary>
    ValueTask<bool> RevokeKeyAsync(string name, Guid keyId, CancellationToken cancellation);

    /// <summary>Revokes every key of a relying party; false when there is none of that name.</summary>
    ValueTask<bool> RevokeAsync(string name, CancellationToken cancellation);
}
