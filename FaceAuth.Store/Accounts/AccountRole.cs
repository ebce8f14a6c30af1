namespace FaceAuth.Store.Accounts;

/// <summary>What an account may do beside its owner's own affairs; each may do all that those before it may.</summary>
/// <remarks>The numbers are stored.</remarks>
public enum AccountRole
{
    /// <summary>Nothing.</summary>
    User = 0,

    /// <summary>See how the server does.</summary>
    Auditor = 1,

    /// <summary>Run it, and help users.</summary>
    Operator = 2,

    /// <summary>Say who may do what.</summary>
    Admin = 3,
}
