using System.Buffers;
using Microsoft.AspNetCore.Identity;

namespace FaceAuth.Signaling.Accounts;

/// <summary>
/// What names and passwords are allowed and when an account locks: length over composition (NIST SP 800-63B §3.1.1,
/// https://pages.nist.gov/800-63-4/sp800-63b.html).
/// </summary>
internal static class AccountRules
{
    public const int MinNameLength = 3;
    public const int MaxNameLength = 64;
    public const int MinPasswordLength = 10;

    /// <summary>Hashing longer ones would be a way to keep the server busy.</summary>
    public const int MaxPasswordLength = 256;

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
        options.Lockout.AllowedForNewUsers = true;
        options.Lockout.MaxFailedAccessAttempts = 5;
        options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
    }

    /// <summary>Whether a name may be an account's.</summary>
    public static bool IsName(string? name) =>
        name is { Length: >= MinNameLength and <= MaxNameLength } && !name.AsSpan().ContainsAnyExcept(NameSearch);
}
