using System.Collections.Concurrent;
using FaceAuth.Media.Contracts;

namespace FaceAuth.Load.Serve;

/// <summary>The sessions of a load host and what they add up to. Bounded by <c>Media:MaxPeers</c>. Safe from many threads.</summary>
internal sealed class LoadSessions(IMediaServer media, TimeProvider clock)
{
    readonly ConcurrentDictionary<LoadSession, IMediaPeer> _live = new();
    readonly ConcurrentDictionary<string, long> _ended = new();
    readonly Lock _gate = new();
    readonly Dictionary<string, long> _discarded = [];
    PeerStats _past = new();
    long _connected;
    long _channels;

    /// <summary>Times of pictures.</summary>
    public PictureTimes Times { get; } = new();

    /// <summary>Answers an offer and follows the session to its end.</summary>
    public async Task<PeerAdmission> OpenAsync(string offer, CancellationToken cancellation)
    {
        var session = new LoadSession(Times);
        var admission = await media.AcceptAsync(offer, session, cancellation);
        if (admission.Peer is not { } peer) return admission;
        _live[session] = peer;
        _ = FollowAsync(session, peer);
        return admission;
    }

    /// <summary>Everything counted so far.</summary>
    public LoadHostStats Read()
    {
        var server = media.Snapshot();
        PeerStats sum;
        Dictionary<string, long> discarded;
        lock (_gate)
        {
            (sum, discarded) = (_past, new Dictionary<string, long>(_discarded));
            foreach (var peer in _live.Values) sum = Add(sum, peer.Snapshot(), discarded);
        }

        var now = clock.GetElapsedTime(0);
        return new LoadHostStats
        {
            Sessions = server.Peers,
            Connected = Interlocked.Read(ref _connected),
            ChannelsOpened = Interlocked.Read(ref _channels),
            Ended = new Dictionary<string, long>(_ended),
            Datagrams = server.DatagramsReceived,
            DatagramsDropped = server.DatagramsDropped,
            Packets = sum.PacketsReceived,
            PacketsLost = sum.PacketsLost,
            Retransmitted = sum.RetransmittedPacketsReceived,
            PacketsDiscarded = discarded,
            Pictures = sum.FramesReceived,
            PicturesDropped = sum.FramesDropped,
            Decoded = sum.FramesDecoded,
            KeyframeRequests = sum.PliCount,
            WindowPictures = Times.Pictures,
            Gaps = Times.Gaps,
            LongestGapMs = Times.LongestGap.TotalMilliseconds,
            SilentMs = _live.Keys.Select(session => session.LastPictureAt is { } last ? (now - last).TotalMilliseconds : 0)
                .DefaultIfEmpty().Max(),
            DelayP50Ms = Times.Delay(0.5),
            DelayP99Ms = Times.Delay(0.99),
            DelayMaxMs = Times.LongestDelayMs,
            HeapBytes = GC.GetTotalMemory(forceFullCollection: false),
            CommittedBytes = GC.GetGCMemoryInfo().TotalCommittedBytes,
            AllocatedBytes = GC.GetTotalAllocatedBytes(),
            Collections = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)],
            PausedMs = GC.GetTotalPauseDuration().TotalMilliseconds,
        };
    }

    async Task FollowAsync(LoadSession session, IMediaPeer peer)
    {
        await foreach (var happened in peer.Events.ReadAllAsync())
        {
            switch (happened)
            {
                case PeerEvent.Connected: Interlocked.Increment(ref _connected); break;
                case PeerEvent.ChannelOpen: Interlocked.Increment(ref _channels); break;
                case PeerEvent.Ended ended: _ended.AddOrUpdate(ended.Reason.ToString(), 1, static (_, count) => count + 1); break;
            }
        }

        lock (_gate)
        {
            _past = Add(_past, peer.Snapshot(), _discarded);
            _live.TryRemove(session, out _);
        }

        await peer.DisposeAsync();
    }

    static PeerStats Add(PeerStats sum, PeerStats one, Dictionary<string, long> discarded)
    {
        foreach (var (reason, count) in one.PacketsDiscarded) discarded[reason] = discarded.GetValueOrDefault(reason) + count;
        return new PeerStats
        {
            BytesReceived = sum.BytesReceived + one.BytesReceived,
            PacketsReceived = sum.PacketsReceived + one.PacketsReceived,
            PacketsLost = sum.PacketsLost + one.PacketsLost,
            RetransmittedPacketsReceived = sum.RetransmittedPacketsReceived + one.RetransmittedPacketsReceived,
            NackCount = sum.NackCount + one.NackCount,
            PliCount = sum.PliCount + one.PliCount,
            FramesReceived = sum.FramesReceived + one.FramesReceived,
            FramesDecoded = sum.FramesDecoded + one.FramesDecoded,
            FramesDropped = sum.FramesDropped + one.FramesDropped,
        };
    }
}
