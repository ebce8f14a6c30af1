namespace FaceAuth.Store.Contracts;

/// <summary>Where a request came from. Personal data: the store seals it.</summary>
/// <param name="Address">The client's network address; at most 64 characters.</param>
/// <param name="UserAgent">What the client says it is; at most 256 characters.</param>
public sealed record AuditOrigin(string? Address, string? UserAgent = null)
{
    /// <summary>Never prints either.</summary>
    public override string ToString() => "‹private›";
}
