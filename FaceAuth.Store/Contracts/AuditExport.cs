namespace FaceAuth.Store.Contracts;

/// <summary>Which part of the audit is written out.</summary>
/// <param name="From">From the first entry at or after this time; null from the beginning.</param>
/// <param name="To">To the last entry before this time; null to the end.</param>
/// <param name="Node">Of this node only; null of all.</param>
/// <param name="WithAddresses">Whether sealed addresses are opened; they are personal data.</param>
public sealed record AuditExport(DateTimeOffset? From = null, DateTimeOffset? To = null, string? Node = null, bool WithAddresses = false)
{
    /// <summary>Who asked for it, for the audit: "user:ID"; null for a command on the server.</summary>
    public string? By { get; init; }
}
