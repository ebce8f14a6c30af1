using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace FaceAuth.Media.Tcp;

/// <summary>Media over TCP for browsers whose network lets no UDP through (RFC 6544, RFC 4571).</summary>
/// <remarks>Section "Media:Tcp". Each media port is then listened on by TCP too, and offered behind UDP.</remarks>
internal sealed record TcpOptions
{
    /// <summary>Whether TCP is listened on and offered. Default: yes.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Whether a server does not start when another program has the port over TCP.</summary>
    /// <remarks>Default: no, it then serves over UDP alone and logs a warning.</remarks>
    public bool IsRequired { get; init; }

    /// <summary>Connections at once for each media port. 1–8192, default 256.</summary>
    /// <remarks>When full, the oldest that has shown no valid check makes room, else the new one is closed.</remarks>
    [Range(1, 8192)] public int MaxConnections { get; init; } = 256;

    /// <summary>Connections of one address that have shown no valid check; the oldest makes room. 1–1024, default 16.</summary>
    [Range(1, 1024)] public int MaxPendingPerAddress { get; init; } = 16;

    /// <summary>Time from the connection to a valid check. 1–60 s, default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")] public TimeSpan AdmissionDeadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of one connection that wait until the other side reads. 4096–1 048 576, default 65 536.</summary>
    /// <remarks>What does not fit is dropped.</remarks>
    [Range(4096, 1_048_576)] public int BacklogBytes { get; init; } = 65_536;
}

/// <summary>Checks <see cref="TcpOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class TcpOptionsValidator : IValidateOptions<TcpOptions>;
