namespace FaceAuth.Store.Contracts;

/// <summary>Whether there was room for one more.</summary>
/// <param name="IsAllowed">Whether it was counted.</param>
/// <param name="RetryAfter">Otherwise, when there is room again.</param>
public readonly record struct RateAnswer(bool IsAllowed, TimeSpan RetryAfter);
