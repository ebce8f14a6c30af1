using System.Threading.Channels;

namespace FaceAuth.Media.Contracts;

/// <summary>
/// The other side of <see cref="IMediaPeer"/>: it offers, it is the controlling ICE agent, it sends VP8 and opens the data channel
/// "faceauth".
/// </summary>
/// <remarks>For simulation, tests and load.</remarks>
public interface IMediaClient : IAsyncDisposable
{
    /// <summary>The SDP offer; the same on every call.</summary>
    string OfferSdp { get; }

    /// <summary>What happens, in order; ends after <see cref="PeerEvent.Ended"/>.</summary>
    ChannelReader<PeerEvent> Events { get; }

    /// <summary>Whether the server asked for a keyframe since the last one was sent.</summary>
    bool KeyframeWanted { get; }

    /// <summary>Takes the server's answer and starts to connect.</summary>
    /// <exception cref="FormatException">The answer cannot be used; the message says why.</exception>
    void Accept(string answerSdp);

    /// <summary>Queues one VP8 picture; the bytes are copied. False before the connection is up.</summary>
    /// <param name="vp8">One whole coded picture.</param>
    /// <param name="rtpTimestamp">
    /// 90 kHz, as it goes on the wire, so that what the server says about a picture can be matched. Begin at a random number
    /// (RFC 3550 §5.1).
    /// </param>
    bool TrySendPicture(ReadOnlySpan<byte> vp8, uint rtpTimestamp);

    /// <summary>Queues one text message on the data channel.</summary>
    bool TrySend(ReadOnlySpan<byte> utf8);

    /// <summary>Vanishes without a word, as a killed browser tab does.</summary>
    ValueTask VanishAsync();
}
