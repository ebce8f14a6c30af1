using FaceAuth.Media.Contracts;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Media;

/// <summary>Everything the media plane logs. Peers are named by a number; never an address, a description or a secret.</summary>
static partial class MediaLog
{
    [LoggerMessage(1, LogLevel.Information, "Media listens on {Protocols} port {Port} of {Addresses} addresses.")]
    internal static partial void Listening(this ILogger logger, string protocols, int port, int addresses);

    [LoggerMessage(
        2, LogLevel.Warning, "The receive buffer of a media socket is {Bytes} bytes, less than asked for; raise net.core.rmem_max.")]
    internal static partial void SmallSocketBuffer(this ILogger logger, int bytes);

    [LoggerMessage(3, LogLevel.Information, "Peer {Peer} is connected.")]
    internal static partial void Connected(this ILogger logger, long peer);

    [LoggerMessage(4, LogLevel.Information, "Peer {Peer} ended: {Reason}.")]
    internal static partial void Ended(this ILogger logger, long peer, PeerEnd reason);

    [LoggerMessage(5, LogLevel.Error, "Peer {Peer} broke an invariant and is ended; the others go on.")]
    internal static partial void PeerFault(this ILogger logger, long peer, Exception fault);

    [LoggerMessage(6, LogLevel.Error, "A DTLS handshake broke an invariant.")]
    internal static partial void HandshakeFault(this ILogger logger, Exception fault);

    [LoggerMessage(7, LogLevel.Error, "A media loop broke an invariant; it goes on.")]
    internal static partial void LoopFault(this ILogger logger, Exception fault);

    [LoggerMessage(8, LogLevel.Information, "An offer was refused: {Refusal}.")]
    internal static partial void Refused(this ILogger logger, PeerRefusal refusal);

    [LoggerMessage(9, LogLevel.Information, "Video is taken in {Codecs}.")]
    internal static partial void Codecs(this ILogger logger, string codecs);

    [LoggerMessage(13, LogLevel.Information, "SRTP runs on {Ciphers}.")]
    internal static partial void Ciphers(this ILogger logger, string ciphers);

    [LoggerMessage(
        12, LogLevel.Warning,
        "TCP port {Port} is taken by another program: browsers whose network lets no UDP through cannot connect. "
        + "Free it, choose another with Media:Port, or set Media:Tcp:IsEnabled=false; "
        + "with Media:Tcp:IsRequired=true the server does not start then.")]
    internal static partial void WithoutTcp(this ILogger logger, int port);

    [LoggerMessage(
        10, LogLevel.Warning,
        "Decrypted pictures of every session are being written into {Folder}, because Media:Dump:Folder says so. Never leave this on.")]
    internal static partial void DumpsPictures(this ILogger logger, string folder);

    [LoggerMessage(11, LogLevel.Warning, "A media dump could not be written; sessions go on without it.")]
    internal static partial void DumpFailed(this ILogger logger, Exception fault);
}
