using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace FaceAuth.Media.Ice;

/// <summary>Times and limits of connectivity (RFC 8445, RFC 7675). Section "Media:Ice".</summary>
internal sealed record IceOptions
{
    /// <summary>How long a new peer may take to its first valid connectivity check. 1–300 s, default 5 s.</summary>
    /// <remarks>Checks come as soon as the browser has the answer; who answers offers and never sends one holds memory so long.</remarks>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")] public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Life of consent after a valid check; the peer ends when it has run out. 5–300 s, default 30 s (RFC 7675 §5.1).</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:05:00")] public TimeSpan ConsentTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a peer may take to come by another way after its last one was closed. 1–60 s, default 10 s.</summary>
    /// <remarks>
    /// A TCP connection can be closed; consent may run out sooner. A browser takes about five seconds to notice and to restart ICE.
    /// </remarks>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")] public TimeSpan ReturnTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Mean time between two consent checks of the offering side. 1–15 s, default 5 s (RFC 7675 §5.1).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:15")] public TimeSpan ConsentInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Addresses of one peer known at once; the one checked longest ago makes room. 2–64, default 16.</summary>
    [Range(2, 64)] public int MaxPairs { get; init; } = 16;
}

/// <summary>Checks <see cref="IceOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class IceOptionsValidator : IValidateOptions<IceOptions>;
