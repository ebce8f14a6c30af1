using System.Threading.Channels;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Decode;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Peer;
using FaceAuth.Media.Rtp;
using FaceAuth.Media.Sdp;
using FaceAuth.Media.Srtp;
using FaceAuth.Media.Stats;

namespace FaceAuth.Media.Loop;

/// <summary>The host's handle of one peer of the server.</summary>
internal sealed class MediaPeer(LoopPeer peer, VideoReceiver receiver, IPictureQueue decoding, VideoTerms terms, PeerRestarts restarts) : IMediaPeer
{
    /// <inheritdoc/>
    public string LocalFingerprint { get; } = restarts.LocalFingerprint;

    /// <inheritdoc/>
    public string RemoteFingerprint { get; } = restarts.RemoteFingerprint;

    /// <inheritdoc/>
    public ChannelReader<PeerEvent> Events => peer.Events;

    /// <inheritdoc/>
    public bool TrySend(ReadOnlySpan<byte> utf8) => peer.TrySend(utf8);

    /// <inheritdoc/>
    public PeerRestart Restart(string offerSdp) => restarts.Answer(offerSdp);

    /// <summary>Reads the counters while the loop writes them: each is whole, together they may be a packet apart.</summary>
    public PeerStats Snapshot()
    {
        var video = receiver.Stats;
        return new PeerStats
        {
            BytesReceived = peer.Core.BytesReceived,
            PacketsReceived = video.PacketsReceived,
            PacketsLost = video.PacketsLost,
            RetransmittedPacketsReceived = video.RetransmittedPacketsReceived,
            NackCount = video.NackCount,
            PliCount = video.PliCount,
            FramesReceived = video.FramesReceived,
            FramesDecoded = decoding.FramesDecoded,
            FramesDropped = video.FramesDropped + decoding.FramesDropped,
            PacketsDiscarded = Discarded(),
            OfferToFirstPicture = peer.FirstPictureAfter,
            Jitter = video.Jitter,
        };
    }

    /// <inheritdoc/>
    public IReadOnlyList<RtcStats> GetStats() => StatsReport.Of(peer.Core, receiver.Stats, decoding, terms, peer.WallClock);

    /// <inheritdoc/>
    public async ValueTask CloseAsync(TimeSpan linger)
    {
        peer.RequestClose(linger);
        await peer.Ended;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        peer.RequestVanish(saysGoodbye: true);
        await peer.Ended;
    }

    Dictionary<string, long> Discarded()
    {
        var counts = new Dictionary<string, long>();
        Add<PeerDiscard>("", peer.Core.Discarded);
        Add<IceDiscard>("Ice", peer.Core.Ice.Discarded);
        Add<DtlsRecordFailure>("Dtls", peer.Core.Secure.Count);
        Add<SrtpFailure>("Srtp", peer.Core.Secure.Count);
        Add<RtpDiscard>("Rtp", receiver.Discarded);
        return counts;

        void Add<T>(string protocol, Func<T, long> count)
            where T : struct, Enum
        {
            foreach (var reason in Enum.GetValues<T>())
            {
                if (count(reason) is > 0 and var seen) counts[protocol + reason] = seen;
            }
        }
    }
}
