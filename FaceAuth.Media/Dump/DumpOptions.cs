using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace FaceAuth.Media.Dump;

/// <summary>
/// Writes the decrypted RTP and RTCP of every peer into files, for debugging alone: whoever has them has the pictures. Off by default.
/// Section "Media:Dump".
/// </summary>
internal sealed record DumpOptions
{
    /// <summary>Folder for the files, one a peer, in the format of rtpdump, which Wireshark reads.</summary>
    /// <remarks>Made if it is missing. Default: empty, nothing is written.</remarks>
    public string Folder { get; init; } = "";

    /// <summary>Bytes written in all; what comes later is not written. 65 536–10 737 418 240, default 67 108 864.</summary>
    [Range(65_536L, 10_737_418_240L)] public long MaxBytes { get; init; } = 67_108_864;

    /// <summary>Whether a host that is in production, or does not say, may write them. Default: no, it does not start.</summary>
    public bool AllowInProduction { get; init; }
}

/// <summary>Checks <see cref="DumpOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class DumpOptionsValidator : IValidateOptions<DumpOptions>;
