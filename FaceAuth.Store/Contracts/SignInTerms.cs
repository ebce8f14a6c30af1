namespace FaceAuth.Store.Contracts;

/// <summary>How long a sign-in lasts.</summary>
/// <param name="Idle">Without a refresh.</param>
/// <param name="Longest">With however many.</param>
/// <param name="Grace">How long the token before the latest may come again, for an answer that was lost or a second tab.</param>
public sealed record SignInTerms(TimeSpan Idle, TimeSpan Longest, TimeSpan Grace);
