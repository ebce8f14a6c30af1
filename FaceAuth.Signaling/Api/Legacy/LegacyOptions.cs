using System.ComponentModel.DataAnnotations;
using FaceAuth.Pipeline.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>The reference system's paths and WebSockets, for clients that were written for it. Section "Legacy".</summary>
internal sealed record LegacyOptions
{
    /// <summary>Whether they are there. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Policy of their sessions: "passive", "standard" or "strict". Default "passive".</summary>
    /// <remarks>
    /// Challenges are told in messages of their own, which clients that do not know them ignore: under another policy nobody passes with
    /// such a client.
    /// </remarks>
    [Required, AllowedValues(PolicyNames.Passive, PolicyNames.Standard, PolicyNames.Strict, ErrorMessage = PolicyNames.Allowed)]
    public string Policy { get; init; } = PolicyNames.Passive;

    /// <summary>Largest picture file taken, in bytes. 4096–8 388 608, default 1 048 576.</summary>
    /// <remarks>A camera's picture of 640 × 480 as JPEG has 40 000 to 80 000.</remarks>
    [Range(4096, 8_388_608)] public int MaxPictureBytes { get; init; } = 1_048_576;

    /// <summary>Most pixels of a picture, by its header. 76 800–16 777 216, default 2 097 152: 1920 × 1080.</summary>
    [Range(76_800, 16_777_216)] public int MaxPicturePixels { get; init; } = 2_097_152;

    /// <summary>Pictures of one session that are decoded in a second. 1–30, default 15.</summary>
    /// <remarks>More are dropped unread. Five may come at once.</remarks>
    [Range(1, 30)] public int PicturesPerSecond { get; init; } = 15;

    /// <summary>WebSockets open at one time. 1–20 000, default 512.</summary>
    [Range(1, 20_000)] public int MaxSockets { get; init; } = 512;

    /// <summary>Of those, one owner's. 1–1000, default 8.</summary>
    [Range(1, 1000)] public int MaxSocketsPerOwner { get; init; } = 8;

    /// <summary>Of those, from one address, or IPv6 /64, whoever signs in from it. 1–20 000, default 64.</summary>
    /// <remarks>Accounts cost nothing where registration is open: a bound for each owner alone keeps nobody from taking all.</remarks>
    [Range(1, 20_000)] public int MaxSocketsPerAddress { get; init; } = 64;

    /// <summary>How long a WebSocket may stay open without a session that runs. 5 s–10 min, default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")] public TimeSpan SocketIdle { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>Checks <see cref="LegacyOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class LegacyOptionsValidator : IValidateOptions<LegacyOptions>;
