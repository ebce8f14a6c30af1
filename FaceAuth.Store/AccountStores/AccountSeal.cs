using FaceAuth.Store.Accounts;
using FaceAuth.Store.Protection;

namespace FaceAuth.Store.AccountStores;

/// <summary>Hashes what accounts are found by, and seals it, bound to the account and the hash. Safe from many threads.</summary>
internal sealed class AccountSeal(PersonalSeal seal)
{
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
    }

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
