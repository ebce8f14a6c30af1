using System.Threading.Channels;
using FaceAuth.Frames;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Stats;

namespace FaceAuth.Signaling.Sessions;

/// <summary>A client that sends single pictures: a peer whose data channel is whoever reads <see cref="Said"/>.</summary>
/// <remarks>
/// Nothing about a session is different but the way in: run, supervisor, relay, verdict and limits are those of video. A picture has no
/// clock of its own, so it counts as taken when it came. Safe from many threads.
/// </remarks>
internal sealed class PicturePeer(TimeProvider time) : IMediaPeer
{
    const int MostWaiting = 64;
    const double RtpUnits = 90_000;

    readonly Lock _gate = new();
    readonly Channel<PeerEvent> _events = Channel.CreateUnbounded<PeerEvent>();   // four at most
    readonly Channel<byte[]> _said = Channel.CreateBounded<byte[]>(MostWaiting);
    readonly TimeSpan _madeAt = time.GetElapsedTime(0);
    IFrameSink? _sink;
    bool _hasPicture;
    bool _hasEnded;

    /// <summary>There is no DTLS, and so no certificate.</summary>
    public string LocalFingerprint => "";

    /// <inheritdoc cref="LocalFingerprint"/>
    public string RemoteFingerprint => "";

    /// <inheritdoc/>
    public ChannelReader<PeerEvent> Events => _events.Reader;

    /// <summary>What the session says to its client, as on a data channel; ends with the session.</summary>
    public ChannelReader<byte[]> Said => _said.Reader;

    /// <summary>From now on pictures go to <paramref name="sink"/>.</summary>
    public void Open(IFrameSink sink)
    {
        lock (_gate)
        {
            _sink = sink;
            _events.Writer.TryWrite(new PeerEvent.Connected());
            _events.Writer.TryWrite(new PeerEvent.ChannelOpen());
        }
    }

    /// <summary>Hands a picture over, and its ownership; says whether the session is there to take it.</summary>
    public bool TryOffer(VideoFrame frame)
    {
        lock (_gate)
        {
            if (_sink is null || _hasEnded)
            {
                frame.Dispose();
                return false;
            }

            frame.ReceivedAt = time.GetElapsedTime(0);
            var since = frame.ReceivedAt - _madeAt;
            frame.RtpTimestamp = unchecked((uint)(long)(since.TotalSeconds * RtpUnits));
            if (!_hasPicture) _events.Writer.TryWrite(new PeerEvent.FirstPicture(since));
            _hasPicture = true;
            _sink.Offer(frame);
            return true;
        }
    }

    /// <summary>The client has gone.</summary>
    public void Leave() => End(PeerEnd.ClosedByPeer);

    /// <inheritdoc/>
    public bool TrySend(ReadOnlySpan<byte> utf8) => _said.Writer.TryWrite(utf8.ToArray());

    /// <inheritdoc/>
    public PeerRestart Restart(string offerSdp) => new(null, PeerRefusal.Ended, null);

    /// <inheritdoc/>
    public PeerSigns? Signs(string? userAgent) => null;

    /// <inheritdoc/>
    public PeerStats Snapshot() => new();

    /// <inheritdoc/>
    public IReadOnlyList<RtcStats> GetStats() => [];

    /// <inheritdoc/>
    public ValueTask CloseAsync(TimeSpan linger)
    {
        End(PeerEnd.ClosedHere);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        End(PeerEnd.ClosedHere);
        _said.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    void End(PeerEnd why)
    {
        lock (_gate)
        {
            if (_hasEnded) return;
            _hasEnded = true;
            _events.Writer.TryWrite(new PeerEvent.Ended(why));
            _events.Writer.TryComplete();
        }
    }
}
