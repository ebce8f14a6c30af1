using System.ComponentModel.DataAnnotations;
using FaceAuth.Pipeline.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling;

/// <summary>Limits and lifetimes of authentication sessions. Section "Signaling".</summary>
internal sealed record SignalingOptions
{
    /// <summary>Who signs: the <c>iss</c> of every token and verdict. 1–256 characters, default "faceauth".</summary>
    [Required, StringLength(256, MinimumLength = 1)] public string Issuer { get; init; } = "faceauth";

    /// <summary>Sessions that get pictures at one time; more are told "busy". 1–100 000, default 64.</summary>
    [Range(1, 100_000)] public int MaxSessions { get; init; } = 64;

    /// <summary>Offers answered that have brought no picture yet. 1–100 000, default 64.</summary>
    /// <remarks>
    /// They cost memory alone and take no place from sessions that get pictures. They are let go of soon, see Media:Ice. Beyond that the
    /// oldest of whoever has most gives way, or the newcomer is told "busy".
    /// </remarks>
    [Range(1, 100_000)] public int MaxHalfOpen { get; init; } = 64;

    /// <summary>Of those, offers for one user's or one relying party's sessions. 1–100 000, default 32.</summary>
    [Range(1, 100_000)] public int MaxHalfOpenPerOwner { get; init; } = 32;

    /// <summary>Of those, offers from one client address, or one IPv6 /64. 1–100 000, default 16.</summary>
    [Range(1, 100_000)] public int MaxHalfOpenPerAddress { get; init; } = 16;

    /// <summary>Of both, sessions of one signed-in user; more are refused with "too_many_sessions". 1–100 000, default 4.</summary>
    /// <remarks>One that runs, and a few that a page that was closed or loaded anew has left behind.</remarks>
    [Range(1, 100_000)] public int MaxSessionsPerUser { get; init; } = 4;

    /// <summary>Of both, sessions of one relying party; more are refused with "relying_party_busy". 1–100 000, default 256.</summary>
    /// <remarks>
    /// Whatever key created them. A relying party is a whole company, and on a server of its own may take all of it; who serves several
    /// sets it below <see cref="MaxSessions"/>.
    /// </remarks>
    [Range(1, 100_000)] public int MaxSessionsPerRelyingParty { get; init; } = 256;

    /// <summary>Of both, sessions whose offer came from one client address. 1–100 000, default 32.</summary>
    /// <remarks>
    /// More are refused with "address_busy". Of IPv6 one /64, whoever owns them. Half of the default whole, so that somebody with many
    /// accounts leaves room for others, and more people than look into cameras at once behind one office's address. Behind a proxy that
    /// Web:TrustedProxies does not name, all clients have that proxy's.
    /// </remarks>
    [Range(1, 100_000)] public int MaxSessionsPerAddress { get; init; } = 32;

    /// <summary>Policy of a session that names none: "passive", "standard" or "strict". Default "standard".</summary>
    /// <remarks>
    /// "standard" asks for random challenges, which a recording cannot answer; "strict" for more of them, none of which may be missed;
    /// "passive" is content with a blink.
    /// </remarks>
    [Required, AllowedValues(PolicyNames.Passive, PolicyNames.Standard, PolicyNames.Strict, ErrorMessage = PolicyNames.Allowed)]
    public string DefaultPolicy { get; init; } = PolicyNames.Standard;

    /// <summary>The mildest policy that a signed-in user may choose. Default "standard".</summary>
    /// <remarks>A session that names none gets at least this one. Who signs in with a stolen password would choose the mildest.</remarks>
    [AllowedValues(PolicyNames.Passive, PolicyNames.Standard, PolicyNames.Strict, ErrorMessage = PolicyNames.Allowed)]
    public string LeastPolicy { get; init; } = PolicyNames.Standard;

    /// <summary>The mildest policy that a relying party may choose. Default "passive": it knows what its verdicts are for.</summary>
    [AllowedValues(PolicyNames.Passive, PolicyNames.Standard, PolicyNames.Strict, ErrorMessage = PolicyNames.Allowed)]
    public string LeastPolicyOfRelyingParties { get; init; } = PolicyNames.Passive;

    /// <summary>How long a session token may wait for its offer. 10 s–10 min, default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:10:00")] public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>From the offer to the latest end of a session. 10 s–10 min, default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:10:00")] public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a verdict is good for (<c>exp</c>). 10 s–1 h, default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")] public TimeSpan VerdictLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the connection stays up for a result that the browser has not acknowledged yet. 0–30 s, default 10 s.</summary>
    /// <remarks>Once it has, it closes at once. A browser whose network changes at that moment still hears it.</remarks>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")] public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long running sessions may go on when the server stops. 0–5 min, default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")] public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Largest data channel message taken from a browser, in bytes. 256–65 536, default 4096.</summary>
    /// <remarks>Kept below Media:MaxMessageBytes, at which the connection ends before its browser can be told why.</remarks>
    [Range(256, 65_536)] public int MaxMessageBytes { get; init; } = 4096;

    /// <summary>Data channel messages taken from one browser in a session. 16–100 000, default 1024.</summary>
    [Range(16, 100_000)] public int MaxMessages { get; init; } = 1024;
}

/// <summary>Checks <see cref="SignalingOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class SignalingOptionsValidator : IValidateOptions<SignalingOptions>;
