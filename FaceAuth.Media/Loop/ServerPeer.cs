using System.Diagnostics;
using FaceAuth.Frames;
using FaceAuth.Media.Decode;
using FaceAuth.Media.Dump;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Peer;
using FaceAuth.Media.Rtp;
using FaceAuth.Media.Sdp;

namespace FaceAuth.Media.Loop;

/// <summary>The server's side of one peer: its receiver and its queue at the decoders.</summary>
internal sealed class ServerPeer : IPeerOwner
{
    readonly MediaMetrics _metrics;
    readonly Action _onEnded;
    readonly Activity? _connect;

    /// <summary>Puts the peer together; the loop takes it up with its first signal.</summary>
    internal ServerPeer(
        PeerSupply supply, MediaLoop loop, long number, RemoteTerms offer, IFrameSink sink, IDecoding decoding, RtpDump? dump,
        MediaMetrics metrics, Action onEnded)
    {
        (_metrics, _onEnded, Video) = (metrics, onEnded, offer.Video);
        Peer = new LoopPeer(number, Local, supply.Configuration, supply.Clock, loop, this);
        Pictures = decoding.Open(offer.Video.Format.Codec, sink, Peer);
        try
        {
            Core = supply.Factory.CreateServer(offer, Local, Pictures.Enqueue, Peer.Signal, supply.Random, supply.Now, out var receiver);
            Core.Dump = dump;
            Receiver = receiver;
            _connect = MediaTracing.BeginConnect(offer.Video.Format.Codec.ToString());
        }
        catch
        {
            Pictures.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public PeerCore Core { get; }

    /// <inheritdoc/>
    public LoopSocket? OwnSocket => null;

    internal IceCredentials Local { get; } = IceCredentials.Create();

    internal LoopPeer Peer { get; }

    internal VideoReceiver Receiver { get; }

    internal IPictureQueue Pictures { get; }

    /// <summary>What was agreed about the video.</summary>
    internal VideoTerms Video { get; }

    /// <inheritdoc/>
    public void HandleKeyframeNeeded(TimeSpan now, bool isRefused) => Receiver.RequestKeyframe(now, isRefused);

    /// <inheritdoc/>
    public void Service(TimeSpan now)
    {
    }

    /// <inheritdoc/>
    public void Report()
    {
    }

    /// <inheritdoc/>
    public void HandleFirstPicture(TimeSpan sinceOffer)
    {
        Receiver.HandleShown();
        _metrics.FirstPicture(sinceOffer);
        MediaTracing.End(_connect, hasPicture: true);
    }

    /// <inheritdoc/>
    public void HandleEnd()
    {
        Pictures.Dispose();
        MediaTracing.End(_connect, hasPicture: false);
        _onEnded();
    }
}
