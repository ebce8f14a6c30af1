using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Limits;

/// <summary>Requests allowed in a minute.</summary>
/// <remarks>Section "RateLimits". An address is one IPv4 address or one IPv6 /64.</remarks>
internal sealed record RateLimitOptions
{
    /// <summary>Each of register, login, reset and passkeys' questions, from one address. 1–100 000 a minute, default 20.</summary>
    /// <remarks>What somebody signed in does with their password or passkeys counts for their account.</remarks>
    [Range(1, 100_000)] public int AuthPerAddress { get; init; } = 20;

    /// <summary>Refreshes and logouts of one sign-in, from wherever. 1–100 000 a minute, default 60.</summary>
    [Range(1, 100_000)] public int RefreshesPerSignIn { get; init; } = 60;

    /// <summary>Refresh tokens from one address that are none of this server's or have run out. 1–1 000 000 a minute, default 600.</summary>
    /// <remarks>Good ones do not count, so that whoever shares the address stays signed in.</remarks>
    [Range(1, 1_000_000)] public int BadTokensPerAddress { get; init; } = 600;

    /// <summary>New sessions from one address; a relying party's back end is one address. 1–1 000 000 a minute, default 600.</summary>
    /// <remarks>Requests without a credential are counted apart, up to as many.</remarks>
    [Range(1, 1_000_000)] public int SessionsPerAddress { get; init; } = 600;

    /// <summary>New sessions of one signed-in user. 1–100 000 a minute, default 20.</summary>
    [Range(1, 100_000)] public int SessionsPerUser { get; init; } = 20;

    /// <summary>New sessions of one relying party. 1–1 000 000 a minute, default 600.</summary>
    [Range(1, 1_000_000)] public int SessionsPerRelyingParty { get; init; } = 600;

    /// <summary>Hub connections asked for from one address. 1–1 000 000 a minute, default 1200.</summary>
    /// <remarks>
    /// Negotiated or not; without a good token they are counted apart, up to as many. One that is negotiated and never made is forgotten
    /// after 15 s.
    /// </remarks>
    [Range(1, 1_000_000)] public int ConnectionsPerAddress { get; init; } = 1200;

    /// <summary>Hub connections asked for with one session's token. 1–100 000 a minute, default 30.</summary>
    /// <remarks>A browser needs one, and some more while its network comes and goes.</remarks>
    [Range(1, 100_000)] public int ConnectionsPerSession { get; init; } = 30;
}

/// <summary>Checks <see cref="RateLimitOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>;
