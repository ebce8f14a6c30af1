using System.ComponentModel.DataAnnotations;
using FaceAuth.Media.Sdp;
using Microsoft.Extensions.Options;

namespace FaceAuth.Media;

/// <summary>What the media plane binds, offers and bounds. Section "Media".</summary>
internal sealed record MediaOptions : IValidatableObject
{
    /// <summary>Port for all peers, UDP and TCP. 0–65535, default 7000; 0 takes any free one.</summary>
    [Range(0, 65535)] public int Port { get; init; } = 7000;

    /// <summary>Loops, each a thread with sockets of its own on a port of its own: <see cref="Port"/>, the next one, and so on.</summary>
    /// <remarks>
    /// A peer belongs to the loop that had the fewest when it came. One core's loop carries hundreds of peers. 1–64, default 1.
    /// </remarks>
    [Range(1, 64)] public int Loops { get; init; } = 1;

    /// <summary>Addresses of this machine to bind and to offer.</summary>
    /// <remarks>
    /// Empty, the default: every IPv4 address of an interface that is up, then its IPv6 addresses but the link-local ones; loopback only
    /// when there is no other. A browser is told exactly these, so replies leave from the address it sent to.
    /// </remarks>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>
    /// Addresses, each with a port or with <see cref="Port"/>, under which a NAT or a container host forwards to ours; offered before our
    /// own.
    /// </summary>
    /// <remarks>With several <see cref="Loops"/> the ports after it belong to the others. Default: none.</remarks>
    public IReadOnlyList<string> PublicAddresses { get; init; } = [];

    /// <summary>
    /// Codecs taken, the preferred first: VP8, H264, VP9, AV1; those that the installed FFmpeg cannot decode are left out.
    /// </summary>
    /// <remarks>
    /// Empty, the default: all in that order, which is by the cost of decoding. VP8 must be among them: our own clients send it.
    /// </remarks>
    public IReadOnlyList<string> Codecs { get; init; } = [];

    /// <summary>Peers at once; more are refused as busy. 1–100 000, default 200.</summary>
    [Range(1, 100_000)] public int MaxPeers { get; init; } = 200;

    /// <summary>Largest data channel message taken, in bytes; a larger one ends the peer. 256–262 144, default 16 384.</summary>
    [Range(256, 262_144)] public int MaxMessageBytes { get; init; } = 16_384;

    /// <summary>Messages and other events of one peer that wait for the host; more end the peer. 16–4096, default 256.</summary>
    [Range(16, 4096)] public int MaxPendingEvents { get; init; } = 256;

    /// <summary>Bytes of messages of one peer that wait to be sent; more are refused. 16 384–16 777 216, default 262 144.</summary>
    [Range(16_384, 16_777_216)] public int MaxPendingSendBytes { get; init; } = 262_144;

    /// <summary>Media packets of one peer held until its handshake is done. 0–1024, default 128.</summary>
    [Range(0, 1024)] public int EarlyPackets { get; init; } = 128;

    /// <summary>Bitrate that a Chromium sender is told to begin with, in kbit/s. 0–20 000, default 1500.</summary>
    /// <remarks>0 leaves it to the browser (300).</remarks>
    [Range(0, 20_000)] public int StartBitrate { get; init; } = 1500;

    /// <summary>Receive buffer asked for each UDP socket, in bytes. 65 536–67 108 864, default 4 194 304.</summary>
    /// <remarks>The system may give less.</remarks>
    [Range(65_536, 67_108_864)] public int SocketBufferBytes { get; init; } = 4_194_304;

    /// <summary>Whether SRTP runs on OpenSSL 3's libcrypto where that is found. Default true.</summary>
    /// <remarks>False, or where it is not found: on .NET's own ciphers, which take about twice as long.</remarks>
    public bool UseOpenSsl { get; init; } = true;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Codecs.FirstOrDefault(name => !VideoFormat.Names.Contains(name)) is { } unknown)
            yield return new($"Media:Codecs has \"{unknown}\"; it takes {string.Join(", ", VideoFormat.Names)}.");
        if (Port != 0 && Port + Loops - 1 > ushort.MaxValue)
            yield return new("Media:Loops needs more ports than there are above Media:Port.");
        if (Codecs.Count > 0 && !Codecs.Contains("VP8")) yield return new("Media:Codecs must have VP8.");
    }
}

/// <summary>Checks <see cref="MediaOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class MediaOptionsValidator : IValidateOptions<MediaOptions>;
