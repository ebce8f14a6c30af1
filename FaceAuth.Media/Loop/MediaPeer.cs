using System.Threading.Channels;
using FaceAuth.Media.Conduct;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Peer;
using FaceAuth.Media.Rtp;
using FaceAuth.Media.Srtp;
using FaceAuth.Media.Stats;

namespace FaceAuth.Media.Loop;

/// <summary>The host's handle of one peer of the server.</summary>
internal sealed class MediaPeer(ServerPeer server, PeerRestarts restarts) : IMediaPeer
{
    readonly LoopPeer _peer = server.Peer;
    readonly PeerCore _core = server.Core;

    /// <inheritdoc/>
    public string LocalFingerprint { get; } = restarts.LocalFingerprint;

    /// <inheritdoc/>
    public string RemoteFingerprint { get; } = restarts.RemoteFingerprint;

    /// <inheritdoc/>
    public ChannelReader<PeerEvent> Events => _peer.Events;

    /// <inheritdoc/>
    public bool TrySend(ReadOnlySpan<byte> utf8) => _peer.TrySend(utf8);

    /// <inheritdoc/>
    public PeerRestart Restart(string offerSdp) => restarts.Answer(offerSdp);

    /// <summary>What its signals come from; for measuring.</summary>
    internal PeerConduct Conduct => _core.Conduct!;

    /// <inheritdoc/>
    public PeerSigns? Signs(string? userAgent) => Conduct.Signs(userAgent);

    /// <summary>Reads the counters while the loop writes them: each is whole, together they may be a packet apart.</summary>
    public PeerStats Snapshot()
    {
        var video = server.Receiver.Stats;
        return new PeerStats
        {
            BytesReceived = _core.BytesReceived,
            PacketsReceived = video.PacketsReceived,
            SourceChanges = video.SourceChanges,
            PacketsLost = video.PacketsLost,
            RetransmittedPacketsReceived = video.RetransmittedPacketsReceived,
            NackCount = video.NackCount,
            PliCount = video.PliCount,
            FramesReceived = video.FramesReceived,
            FramesDecoded = server.Pictures.FramesDecoded,
            FramesDropped = video.FramesDropped + server.Pictures.FramesDropped,
            PacketsDiscarded = Discarded(),
            OfferToFirstPicture = _peer.FirstPictureAfter,
            Jitter = video.Jitter,
        };
    }

    /// <inheritdoc/>
    public IReadOnlyList<RtcStats> GetStats() =>
        StatsReport.Of(_core, server.Receiver.Stats, server.Pictures, server.Video, _peer.WallClock);

    /// <inheritdoc/>
    public async ValueTask CloseAsync(TimeSpan linger)
    {
        _peer.RequestClose(linger);
        await _peer.Ended;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _peer.RequestVanish(saysGoodbye: true);
        await _peer.Ended;
    }

    Dictionary<string, long> Discarded()
    {
        var counts = new Dictionary<string, long>();
        Add<PeerDiscard>("", _core.Discarded);
        Add<IceDiscard>("Ice", _core.Ice.Discarded);
        Add<DtlsRecordFailure>("Dtls", _core.Secure.Count);
        Add<SrtpFailure>("Srtp", _core.Secure.Count);
        Add<RtpDiscard>("Rtp", server.Receiver.Discarded);
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
