namespace FaceAuth.Store.Contracts;

/// <summary>What an audit entry says of a decision.</summary>
/// <param name="Outcome">"accepted" or "rejected"; 1 to 64 characters.</param>
/// <param name="Reasons">Reason codes, the weightiest first; at most 32 of 64 characters.</param>
/// <param name="Models">The models that took part, each with its version; at most 32 of 128 characters.</param>
/// <param name="Thresholds">Which thresholds it was held to: their name and version; at most 128 characters.</param>
public sealed record AuditDecision(
    string Outcome, IReadOnlyList<string> Reasons, IReadOnlyList<string> Models, string? Thresholds = null);
