using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Accounts;

/// <summary>Lifetimes of a signed-in user's tokens. Section "Tokens".</summary>
internal sealed record UserTokenOptions
{
    /// <summary>Access token. 1 min–1 day, default 15 min.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")] public TimeSpan AccessLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Refresh token; signing out, on any device, and a password change end it at once. 10 min–90 days, default 7 days.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "90.00:00:00")] public TimeSpan RefreshLifetime { get; init; } = TimeSpan.FromDays(7);
}

/// <summary>Checks <see cref="UserTokenOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class UserTokenOptionsValidator : IValidateOptions<UserTokenOptions>;
