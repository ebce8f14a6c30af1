using Microsoft.AspNetCore.Identity;

namespace FaceAuth.Store.Accounts;

/// <summary>A person with an account. As the owner of subjects and sessions its name is "user:ID".</summary>
public sealed class FaceAuthUser : IdentityUser<Guid>
{
    /// <summary>May see and manage what belongs to others.</summary>
    public bool IsOperator { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The subject of this user's last face that was erased; null where none ever was.</summary>
    public Guid? ErasedSubject { get; set; }

    /// <summary>UTC; until then an operator lets this user enrol another face. Null for not.</summary>
    public DateTimeOffset? MayEnrolUntil { get; set; }
}
