namespace FaceAuth.Signaling.Sessions;

/// <summary>What a caller wants a session for, unchecked; fields as in docs/api.md.</summary>
internal sealed record SessionWish(string? Purpose, string? Subject, string? Group, string? Nonce, string? Policy, ConsentWish? Consent)
{
    /// <summary>Whether the operator chose the policy, whom the mildest that callers may choose does not bind.</summary>
    public bool IsOperatorsPolicy { get; init; }
}

/// <summary>What the person is said to have agreed to, unchecked.</summary>
internal sealed record ConsentWish(string? Version, string? Language);
