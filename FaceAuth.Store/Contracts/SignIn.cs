namespace FaceAuth.Store.Contracts;

/// <summary>One sign-in of a user: a line of refresh tokens, each good once, from the first to the latest.</summary>
/// <param name="Id">Its id, which every token of the line names.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="Generation">Number of the latest token, from 1; older ones are used up.</param>
/// <param name="Client">What the browser or program calls itself; null where it does not say.</param>
/// <param name="CreatedAt">UTC; when it was begun.</param>
/// <param name="UsedAt">UTC; when the latest token was issued.</param>
/// <param name="ExpiresAt">UTC; then the latest token has run out, and the sign-in with it.</param>
public sealed record SignIn(
    Guid Id, Guid UserId, int Generation, string? Client, DateTimeOffset CreatedAt, DateTimeOffset UsedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>UTC; when it was begun with a passkey. Null where it was begun with a password.</summary>
    public DateTimeOffset? PasskeyAt { get; init; }
}
