using System.Threading.Channels;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Peer;
using FaceAuth.Media.Rtp;
using FaceAuth.Media.Sdp;

namespace FaceAuth.Media.Loop;

/// <summary>The client's side of one peer: its socket, its sender and the pictures that wait for it.</summary>
internal sealed class ClientPeer : IPeerOwner
{
    readonly VideoSender _sender;
    readonly Outbox _pictures;
    readonly Action _onEnded;
    volatile bool _keyframeWanted;

    /// <summary>Puts the peer together; the loop takes it up with its first signal, the socket too.</summary>
    internal ClientPeer(
        PeerSupply supply, MediaLoop loop, long number, IceCredentials local, RemoteTerms answer, IEnumerable<IceCandidate> candidates,
        LoopSocket socket, VideoSender sender, Outbox pictures, Channel<PeerEvent> events, Action onEnded)
    {
        (OwnSocket, _sender, _pictures, _onEnded) = (socket, sender, pictures, onEnded);
        Peer = new LoopPeer(number, local, supply.Configuration, supply.Clock, loop, this, events);
        Core = supply.Factory.CreateClient(answer, local, candidates, sender, Peer.Signal, supply.Random, supply.Now);
    }

    /// <inheritdoc/>
    public PeerCore Core { get; }

    /// <inheritdoc/>
    public LoopSocket? OwnSocket { get; }

    internal LoopPeer Peer { get; }

    /// <summary>Whether the other side wants a keyframe. Any thread.</summary>
    internal bool KeyframeWanted => _keyframeWanted;

    /// <inheritdoc/>
    public void HandleKeyframeNeeded(TimeSpan now, bool isRefused)
    {
    }

    /// <summary>Hands the pictures that wait to the sender.</summary>
    public void Service(TimeSpan now)
    {
        while (_pictures.TryPeek(out var picture))
        {
            // a full send queue drops the picture, as a slow network would
            if (Core.IsUp) _sender.TrySend(picture.Bytes, picture.Tag, now);
            _pictures.Drop();
        }
    }

    /// <inheritdoc/>
    public void Report() => _keyframeWanted = _sender.KeyframeWanted;

    /// <inheritdoc/>
    public void HandleFirstPicture(TimeSpan sinceOffer)
    {
    }

    /// <inheritdoc/>
    public void HandleEnd() => _onEnded();
}
