using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.RelyingParties;

/// <summary>Says whether an API key is one that this store issued.</summary>
/// <remarks>
/// Whose it is, by id and name, what it opens and until when: who can only write the database puts no key there, nor gives one more than
/// it had. When it was last used is not covered. Safe from many threads.
/// </remarks>
internal sealed class ApiKeySeal(RowAuthenticator authenticator)
{
    const int UsualBytes = 512;

    public byte[] Of(ApiKeyRow key, string party)
    {
        using var fields = Write(key, party);
        return authenticator.Of(RowKind.ApiKey, fields);
    }

    public bool Holds(ApiKeyRow key, string party)
    {
        using var fields = Write(key, party);
        return authenticator.Matches(RowKind.ApiKey, fields, key.Authenticator);
    }

    public static AlteredRow AsAltered(ApiKeyRow key) => new() { Kind = RowKind.ApiKey, RowId = key.Id };

    static RowFields Write(ApiKeyRow key, string party)
    {
        var fields = new RowFields(UsualBytes);
        fields.Add(key.Id);
        fields.Add(key.PartyId);
        fields.Add(party);
        fields.Add(key.Hash);
        fields.Add(key.CreatedAt);
        fields.AddNullable(key.Scopes);
        fields.AddNullable(key.ExpiresAt);
        return fields;
    }
}
