using FaceAuth.Media.Peer;

namespace FaceAuth.Media.Loop;

/// <summary>The side a <see cref="LoopPeer"/> works for, a server's or a client's. Called by the loop's thread alone.</summary>
internal interface IPeerOwner
{
    /// <summary>All protocols of the peer. Not read before the peer was signalled for the first time; the loop disposes it.</summary>
    PeerCore Core { get; }

    /// <summary>The client's socket; null on a server, where all peers share the loop's.</summary>
    LoopSocket? OwnSocket { get; }

    /// <summary>The decoder can go on with a keyframe only.</summary>
    void HandleKeyframeNeeded(TimeSpan now, bool isRefused);

    /// <summary>Does the owner's own part of <see cref="LoopPeer.Service"/>.</summary>
    void Service(TimeSpan now);

    /// <summary>Called after every input, before the peer's events are passed on.</summary>
    void Report();

    /// <summary>The first picture was decoded. Once.</summary>
    void HandleFirstPicture(TimeSpan sinceOffer);

    /// <summary>The peer is over. Once, before anyone else hears of it.</summary>
    void HandleEnd();
}
