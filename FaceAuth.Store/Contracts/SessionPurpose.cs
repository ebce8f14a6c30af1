namespace FaceAuth.Store.Contracts;

/// <summary>What an authentication session is for.</summary>
public enum SessionPurpose
{
    /// <summary>Store templates of a new or known subject.</summary>
    Enroll,

    /// <summary>Compare with one subject's templates (1:1).</summary>
    Verify,

    /// <summary>Search all templates of the owner (1:N).</summary>
    Identify,
}
