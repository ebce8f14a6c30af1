namespace FaceAuth.Media.Contracts;

/// <summary>One thing that happened to a peer.</summary>
public abstract record PeerEvent
{
    PeerEvent()
    {
    }

    /// <summary>ICE and DTLS are up and the fingerprint matched. <see cref="IMediaPeer.Signs"/> says something from here on.</summary>
    public sealed record Connected : PeerEvent;

    /// <summary>The data channel "faceauth" is open both ways.</summary>
    public sealed record ChannelOpen : PeerEvent;

    /// <summary>The first picture came out of the decoder.</summary>
    /// <param name="SinceOffer">Time since <see cref="IMediaServer.AcceptAsync"/> was called.</param>
    public sealed record FirstPicture(TimeSpan SinceOffer) : PeerEvent;

    /// <summary>What <see cref="IMediaPeer.Signs"/> says may be another thing now.</summary>
    public sealed record SignsChanged : PeerEvent;

    /// <summary>A message on the data channel "faceauth".</summary>
    /// <param name="Utf8">Its bytes, at most <c>MediaOptions.MaxMessageBytes</c>; owned by the receiver.</param>
    /// <param name="IsText">Sent as a string (PPID 51 or 56) rather than binary.</param>
    public sealed record Message(ReadOnlyMemory<byte> Utf8, bool IsText) : PeerEvent;

    /// <summary>The end; the last event.</summary>
    public sealed record Ended(PeerEnd Reason) : PeerEvent;
}
