using Microsoft.AspNetCore.Identity;

namespace FaceAuth.Store.Accounts;

/// <summary>A person with an account. As the owner of subjects and sessions its name is "user:ID".</summary>
/// <remarks>
/// The store keeps names and addresses sealed, and what ASP.NET Core Identity calls normalized as keyed hashes:
/// <see cref="IdentityUser{TKey}.UserName"/> is there of a user that was found through Identity, and null of one from a query.
/// </remarks>
public sealed class FaceAuthUser : IdentityUser<Guid>
{
    /// <summary>What the account may do; changed through <see cref="Contracts.IAccountDirectory"/> once it is there.</summary>
    public AccountRole Role { get; set; }

    /// <summary>UTC; since then nobody signs in to it. Null for not.</summary>
    public DateTimeOffset? DisabledAt { get; internal set; }

    /// <summary>Over what decides who signs in and what they may; null of an account that earlier versions wrote.</summary>
    internal byte[]? Authenticator { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The name, sealed, bound to the row and the name's hash.</summary>
    internal byte[]? SealedName { get; set; }

    /// <summary>The e-mail address, as <see cref="SealedName"/>.</summary>
    internal byte[]? SealedEmail { get; set; }

    /// <summary>The name as earlier versions stored it; null once it is sealed.</summary>
    internal string? ClearName { get; set; }

    /// <summary>The e-mail address, as <see cref="ClearName"/>.</summary>
    internal string? ClearEmail { get; set; }

    /// <summary>The subject of this user's last face, enrolled or erased; null where there never was one.</summary>
    public Guid? FaceSubject { get; internal set; }

    /// <summary>UTC; until then an operator lets this user enrol another face. Null for not.</summary>
    public DateTimeOffset? MayEnrolUntil { get; internal set; }

    /// <summary>Over those two; null of an account that earlier versions wrote.</summary>
    internal byte[]? FaceAuthenticator { get; set; }
}
