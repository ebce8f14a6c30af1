using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.AccountStores;

/// <summary>Says whether a sign-in is one that this store wrote.</summary>
/// <remarks>
/// All of it is covered: who can only write the database makes no password one that a passkey stood for, gives a sign-in to nobody else,
/// and lets no used token be used again. Safe from many threads.
/// </remarks>
internal sealed class SignInSeal(RowAuthenticator authenticator)
{
    const int UsualBytes = 512;

    public byte[] Of(SignInRow row)
    {
        using var fields = Write(row);
        return authenticator.Of(RowKind.SignIn, fields);
    }

    public bool Holds(SignInRow row)
    {
        using var fields = Write(row);
        return authenticator.Matches(RowKind.SignIn, fields, row.Authenticator);
    }

    public static AlteredRow AsAltered(SignInRow row) => new() { Kind = RowKind.SignIn, RowId = row.Id };

    static RowFields Write(SignInRow row)
    {
        var fields = new RowFields(UsualBytes);
        fields.Add(row.Id);
        fields.Add(row.UserId);
        fields.Add(row.Generation);
        fields.Add(row.SealedClient is null ? 0 : 1);
        fields.Add(row.SealedClient);
        fields.Add(row.CreatedAt);
        fields.Add(row.UsedAt);
        fields.Add(row.ExpiresAt);
        fields.AddNullable(row.PasskeyAt);
        return fields;
    }
}
