using System.Security.Cryptography;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.AccountStores;

/// <summary>Hashes what accounts are found by, and seals it, bound to the account and the hash. Safe from many threads.</summary>
/// <remarks>
/// An authenticator covers what decides who signs in and what they may: the hashes of name and address, the password's hash, the stamp,
/// the role, and whether it is disabled. So who can only write the database makes nobody an admin, nor takes an admin's account over.
/// Those of earlier versions are given theirs once, and an account without one is altered.
/// </remarks>
internal sealed class AccountSeal(PersonalSeal seal)
{
    const int UsualBytes = 512;

    /// <summary>What an account is found by, as text: Identity's column is one.</summary>
    public string HashOf(PersonalKind kind, string normalized) => Convert.ToBase64String(seal.Hash(kind, normalized));

    /// <summary>The user's name; null when it is not what this store sealed for this account and this hash.</summary>
    public string? Name(FaceAuthUser user) => Open(PersonalKind.UserName, user, user.SealedName, user.NormalizedUserName);

    /// <summary>The user's e-mail address, as <see cref="Name"/>.</summary>
    public string? Email(FaceAuthUser user) => Open(PersonalKind.Email, user, user.SealedEmail, user.NormalizedEmail);

    /// <summary>Seals what was changed since it was read.</summary>
    public void Seal(FaceAuthUser user)
    {
        user.SealedName = Sealed(PersonalKind.UserName, user, user.UserName, user.SealedName, user.NormalizedUserName);
        user.SealedEmail = Sealed(PersonalKind.Email, user, user.Email, user.SealedEmail, user.NormalizedEmail);
        user.Authenticator = Of(user);
    }

    /// <summary>Whether the account is as this store wrote it.</summary>
    public bool Holds(FaceAuthUser user) => Name(user) is not null && user.Authenticator is { } stored
        && CryptographicOperations.FixedTimeEquals(stored, Of(user));

    public static AlteredRow AsAltered(FaceAuthUser user) => new() { Kind = RowKind.Account, RowId = user.Id };

    /// <summary>The authenticator of an account as it is now.</summary>
    public byte[] Of(FaceAuthUser user)
    {
        using var fields = new RowFields(UsualBytes);
        fields.Add(user.Id);
        fields.AddNullable(user.NormalizedUserName);
        fields.AddNullable(user.NormalizedEmail);
        fields.AddNullable(user.PasswordHash);
        fields.AddNullable(user.SecurityStamp);
        fields.Add((int)user.Role);
        fields.AddNullable(user.DisabledAt);
        return seal.Hash(PersonalKind.Account, fields);
    }

    /// <summary>The authenticator of what the account remembers of its user's face.</summary>
    /// <remarks>Of its own: an erasure writes it while whoever read the account before changes the rest.</remarks>
    public byte[] OfFace(FaceAuthUser user)
    {
        using var fields = new RowFields(UsualBytes);
        fields.Add(user.Id);
        fields.AddNullable(user.FaceSubject);
        fields.AddNullable(user.MayEnrolUntil);
        return seal.Hash(PersonalKind.AccountFace, fields);
    }

    /// <summary>Whether what the account remembers of its user's face is as this store wrote it.</summary>
    public bool HoldsFace(FaceAuthUser user) =>
        user.FaceAuthenticator is { } stored && CryptographicOperations.FixedTimeEquals(stored, OfFace(user));

    byte[]? Sealed(PersonalKind kind, FaceAuthUser user, string? text, byte[]? before, string? hash)
    {
        if (hash is null) return null;
        // never opened, or the same
        if (text is null || text == Open(kind, user, before, hash)) return before;
        return seal.Seal(kind, user.Id, text, hash);
    }

    string? Open(PersonalKind kind, FaceAuthUser user, byte[]? envelope, string? hash) =>
        hash is null ? null : seal.TryOpen(kind, user.Id, envelope, hash);
}
