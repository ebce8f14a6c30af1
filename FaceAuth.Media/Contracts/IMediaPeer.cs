using System.Threading.Channels;
using FaceAuth.Media.Stats;

namespace FaceAuth.Media.Contracts;

/// <summary>One WebRTC peer connection, as the host drives it. Safe from many threads.</summary>
public interface IMediaPeer : IAsyncDisposable
{
    /// <summary>SHA-256 fingerprint of our DTLS certificate, "sha-256 AB:CD:…" (RFC 8122 §5).</summary>
    string LocalFingerprint { get; }

    /// <summary>The fingerprint that the offer promised and the handshake is checked against.</summary>
    string RemoteFingerprint { get; }

    /// <summary>What happens, in order; bounded; ends after <see cref="PeerEvent.Ended"/>.</summary>
    ChannelReader<PeerEvent> Events { get; }

    /// <summary>
    /// Queues one text message on the data channel labelled "faceauth". The bytes are copied.
    /// </summary>
    /// <returns>False when the channel is not open, the peer has ended or the send buffer is full.</returns>
    bool TrySend(ReadOnlySpan<byte> utf8);

    /// <summary>Answers a later offer of the same browser, by which it moves to another network (ICE restart, RFC 8445 §9).</summary>
    /// <remarks>
    /// Keys, video and data channel go on; the old way is used until the new one is checked. Never throws for what the offer says.
    /// </remarks>
    PeerRestart Restart(string offerSdp);

    /// <summary>What the connection says for or against injected video so far.</summary>
    /// <remarks><see cref="PeerEvent.SignsChanged"/> tells when to look again. Null where there are no packets to look at.</remarks>
    /// <param name="userAgent">What the client says it is: the User-Agent header it came with, null for none.</param>
    PeerSigns? Signs(string? userAgent);

    /// <summary>Counts so far.</summary>
    PeerStats Snapshot();

    /// <summary>The same and more as W3C webrtc-stats has it.</summary>
    /// <returns>Transport, candidate pair, codec, data channel, and the video once it came.</returns>
    IReadOnlyList<RtcStats> GetStats();

    /// <summary>Sends what is queued for at most <paramref name="linger"/>, closes the connection and ends the events.</summary>
    ValueTask CloseAsync(TimeSpan linger);
}
