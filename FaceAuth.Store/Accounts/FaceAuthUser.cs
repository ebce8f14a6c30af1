using Microsoft.AspNetCore.Identity;

namespace FaceAuth.Store.Accounts;

/// <summary>A person with an account. As the owner of subjects and sessions its name is "user:ID".</summary>
/// <remarks>
/// The store keeps names and addresses sealed, and what ASP.NET Core Identity calls normalized as keyed hashes:
/// <see cref="IdentityUser{TKey}.UserName"/> is there of a user that was found through Identity, and null of one from a query.
/// </remarks>
public sealed class FaceAuthUser : IdentityUser<Guid>
{
    /// <summary>May see and manage what belongs to others.</summary>
    public bool IsOperator { get; set; }

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

    /// <summary>The subject of this user's last face that was erased; null where none ever was.</summary>
    public Guid? ErasedSubject { get; set; }

    /// <summary>UTC; until then an operator lets this user enrol another face. Null for not.</summary>
    public DateTimeOffset? MayEnrolUntil { get; set; }
}
