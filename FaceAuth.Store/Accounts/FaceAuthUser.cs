using Microsoft.AspNetCore.Identity;

namespace FaceAuth.Store.Accounts;

/// <summary>A person with an account. As the owner of subjects and sessions its name is "user:ID".</summary>
public sealed class FaceAuthUser : IdentityUser<Guid>
{
    /// <summary>May see and manage what belongs to others.</summary>
    public bool IsOperator { get; set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }
}
