using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Accounts;

/// <summary>Lifetimes of a signed-in user's tokens. Section "Tokens".</summary>
internal sealed record UserTokenOptions
{
    /// <summary>Access token. 1 min–1 day, default 15 min.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")] public TimeSpan AccessLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Refresh token, which is good once. 10 min–90 days, default 7 days.</summary>
    /// <remarks>Whoever does not come back for so long signs in again. Signing out and a password change end it at once.</remarks>
    [Range(typeof(TimeSpan), "00:10:00", "90.00:00:00")] public TimeSpan RefreshLifetime { get; init; } = TimeSpan.FromDays(7);

    /// <summary>A sign-in, however often it is refreshed. 10 min–365 days, default 30 days.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "365.00:00:00")] public TimeSpan SignInLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a refresh token that was just used may come once more. 0–60 s, default 10 s.</summary>
    /// <remarks>For a second tab, or an answer that was lost on the way. It gets a token of the number that the first one got.</remarks>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")] public TimeSpan RefreshGrace { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>Checks <see cref="UserTokenOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class UserTokenOptionsValidator : IValidateOptions<UserTokenOptions>;
