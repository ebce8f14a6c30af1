using System.Threading.Channels;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Stats;

namespace FaceAuth.Signaling.Sessions;

/// <summary>A peer whose client hears the session by another way as well, since it may have no data channel.</summary>
/// <remarks>Its channel counts as open from the beginning. Safe from many threads.</remarks>
internal sealed class MirroredPeer : IMediaPeer
{
    const int MostEvents = 256;

    readonly IMediaPeer _peer;
    readonly ChannelWriter<byte[]> _said;
    readonly Channel<PeerEvent> _events = Channel.CreateBounded<PeerEvent>(MostEvents);

    /// <param name="peer">The peer, which this disposes.</param>
    /// <param name="said">Takes what the session says to its client; ended with the session.</param>
    public MirroredPeer(IMediaPeer peer, ChannelWriter<byte[]> said)
    {
        (_peer, _said) = (peer, said);
        _ = PassOnAsync();
    }

    /// <inheritdoc/>
    public string LocalFingerprint => _peer.LocalFingerprint;

    /// <inheritdoc/>
    public string RemoteFingerprint => _peer.RemoteFingerprint;

    /// <inheritdoc/>
    public ChannelReader<PeerEvent> Events => _events.Reader;

    /// <inheritdoc/>
    public bool TrySend(ReadOnlySpan<byte> utf8)
    {
        var isHeard = _said.TryWrite(utf8.ToArray());
        return _peer.TrySend(utf8) || isHeard;
    }

    /// <inheritdoc/>
    public PeerRestart Restart(string offerSdp) => _peer.Restart(offerSdp);

    /// <inheritdoc/>
    public PeerSigns? Signs(string? userAgent) => _peer.Signs(userAgent);

    /// <inheritdoc/>
    public PeerStats Snapshot() => _peer.Snapshot();

    /// <inheritdoc/>
    public IReadOnlyList<RtcStats> GetStats() => _peer.GetStats();

    /// <inheritdoc/>
    public ValueTask CloseAsync(TimeSpan linger) => _peer.CloseAsync(linger);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _said.TryComplete();
        await _peer.DisposeAsync();
    }

    async Task PassOnAsync()
    {
        Exception? fault = null;
        try
        {
            _events.Writer.TryWrite(new PeerEvent.ChannelOpen());
            await foreach (var happened in _peer.Events.ReadAllAsync()) await _events.Writer.WriteAsync(happened);
        }
        catch (Exception e)
        {
            fault = e;   // the supervisor's to judge
        }

        _events.Writer.TryComplete(fault);
    }
}
