using System.Buffers;
using Microsoft.AspNetCore.Identity;

namespace FaceAuth.Signaling.Accounts;

/// <summary>
/// What names and passwords are allowed and how long wrong ones make the next wait: length over composition (NIST SP 800-63B §3.1.1,
/// https://pages.nist.gov/800-63-4/sp800-63b.html).
/// </summary>
internal static class AccountRules
{
    public const int MinNameLength = 3;
    public const int MaxNameLength = 128;
    public const int MinPasswordLength = 10;

    /// <summary>Hashing longer ones would be a way to keep the server busy.</summary>
    public const int MaxPasswordLength = 256;

    /// <summary>Wrong passwords in a row after which the next attempt has to wait.</summary>
    public const int FreeAttempts = 5;

    static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(15);

    const string NameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-@+";

    static readonly SearchValues<char> NameSearch = SearchValues.Create(NameCharacters);

    /// <summary>Applies the rules.</summary>
    public static void Apply(IdentityOptions options)
    {
        options.User.AllowedUserNameCharacters = NameCharacters;
        options.Password.RequiredLength = MinPasswordLength;
        options.Password.RequiredUniqueChars = 4;
        options.Password.RequireDigit = false;
        options.Password.RequireLowercase = false;
        options.Password.RequireUppercase = false;
        options.Password.RequireNonAlphanumeric = false;
    }

    /// <summary>How long the next attempt at an account waits after so many wrong passwords in a row from one place.</summary>
    /// <remarks>
    /// Five are free, then it is 5 s and twice as long each time up to a quarter of an hour: 100 guesses in a day (NIST SP 800-63B §3.2.2
    /// allows that many in a row at all), and never a wall.
    /// </remarks>
    public static TimeSpan DelayAfter(int wrong) =>
        wrong < FreeAttempts ? TimeSpan.Zero
            : TimeSpan.FromSeconds(Math.Min(LongestDelay.TotalSeconds, 5 * Math.Pow(2, Math.Min(wrong - FreeAttempts, 20))));

    /// <summary>Whether a name may be an account's.</summary>
    public static bool IsName(string? name) =>
        name is { Length: >= MinNameLength and <= MaxNameLength } && !name.AsSpan().ContainsAnyExcept(NameSearch);
}
