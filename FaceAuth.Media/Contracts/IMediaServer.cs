using FaceAuth.Frames;

namespace FaceAuth.Media.Contracts;

/// <summary>Answers WebRTC offers and receives their video on one UDP port. Safe from many threads.</summary>
public interface IMediaServer : IAsyncDisposable
{
    /// <summary>
    /// Binds the port, loads the decoder and warms up the handshake. Called once, before the first offer.
    /// </summary>
    /// <exception cref="MediaStartException">
    /// The port is taken (over TCP only where <c>Media:Tcp:IsRequired</c>), an address is not this machine's, or FFmpeg is missing; the
    /// message says what to do.
    /// </exception>
    ValueTask StartAsync(CancellationToken cancellation);

    /// <summary>Answers an offer.</summary>
    /// <remarks>
    /// The peer receives as soon as the browser has the answer; decoded pictures go to <paramref name="sink"/> in order. Never throws for
    /// what the offer says: that is a refusal.
    /// </remarks>
    ValueTask<PeerAdmission> AcceptAsync(string offerSdp, IFrameSink sink, CancellationToken cancellation);

    /// <summary>As <see cref="AcceptAsync"/>, and takes an offer without a data channel too.</summary>
    /// <remarks>What is sent to such a peer goes nowhere: whoever calls this has another way to its browser.</remarks>
    ValueTask<PeerAdmission> AcceptVideoAsync(string offerSdp, IFrameSink sink, CancellationToken cancellation);

    /// <summary>What SRTP runs on, for people: name and version, or why it is not what is faster.</summary>
    string Ciphers { get; }

    /// <summary>Counts over all peers since the start.</summary>
    MediaServerStats Snapshot();
}
