using System.Security.Cryptography;
using FaceAuth.Frames;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Crypto;
using FaceAuth.Media.Decode;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Dump;
using FaceAuth.Media.Sdp;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Media.Loop;

/// <summary>The media plane of one node: its loops with their sockets, one handshake pool, shared decoders.</summary>
internal sealed class MediaServer(
    MediaConfiguration configuration, TimeProvider clock, MediaMetrics metrics, Func<IDecoding> createDecoding,
    IHostEnvironment? environment, ILogger<MediaServer> logger) : IMediaServer
{
    readonly PeerSupply _supply = new(configuration, clock, logger.HandshakeFault);
    IDecoding? _decoding;
    RtpDumps? _dumps;
    ServerLoop[] _loops = [];
    IReadOnlyList<VideoCodec> _codecs = [];
    int _peers;
    long _peersTotal;
    bool _disposed;

    /// <inheritdoc/>
    public async ValueTask StartAsync(CancellationToken cancellation)
    {
        if (_loops.Length > 0) throw new InvalidOperationException("The media server has been started.");
        _dumps = RtpDumps.Create(configuration.Dump, environment, clock, logger);
        _decoding = createDecoding();
        _codecs = [.. VideoFormat.Preferred(configuration.Media.Codecs).Where(_decoding.Codecs.Contains)];
        logger.Codecs(string.Join(", ", _codecs.Select(VideoFormat.NameOf)));
        logger.Ciphers(Ciphers);
        var ports = LocalAddresses.Bind(configuration.Media, configuration.Tcp);
        var received = ports.Min(loop => loop.Sockets.Min(socket => socket.Socket.ReceiveBufferSize));
        if (received < configuration.Media.SocketBufferBytes) logger.SmallSocketBuffer(received);
        foreach (var loop in ports)
        {
            logger.Listening(loop.Listeners.Count > 0 ? "UDP and TCP" : "UDP", loop.Port, loop.Sockets.Count);
            if (configuration.Tcp.IsEnabled && loop.Listeners.Count == 0) logger.WithoutTcp(loop.Port);
        }

        _loops = [.. ports.Select((loop, index) => new ServerLoop(
            new MediaLoop(index == 0 ? "Media" : $"Media {index}", loop, configuration.Tcp, clock, metrics, logger),
            LocalAddresses.Candidates(configuration.Media, loop, index)))];
        await Task.Run(() => DtlsHandshakePool.WarmUp(CipherEngine.Choose(configuration.Media.UseOpenSsl)), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<PeerAdmission> AcceptAsync(string offerSdp, IFrameSink sink, CancellationToken cancellation) =>
        AcceptAsync(offerSdp, sink, needsChannel: true);

    /// <inheritdoc/>
    public ValueTask<PeerAdmission> AcceptVideoAsync(string offerSdp, IFrameSink sink, CancellationToken cancellation) =>
        AcceptAsync(offerSdp, sink, needsChannel: false);

    ValueTask<PeerAdmission> AcceptAsync(string offerSdp, IFrameSink sink, bool needsChannel)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_loops.Length == 0 || _decoding is not { } decoding) throw new InvalidOperationException("Start the media server first.");
        if (!TermsReader.TryReadOffer(offerSdp, _codecs, out var offer, out var refusal, out var message, needsChannel))
            return ValueTask.FromResult(Refuse(refusal, message));
        if (Interlocked.Increment(ref _peers) > configuration.Media.MaxPeers)
        {
            Interlocked.Decrement(ref _peers);
            return ValueTask.FromResult(Refuse(PeerRefusal.Busy, "As many sessions as allowed are running. Try again in a moment."));
        }

        var joined = ServerLoop.Join(_loops);
        var number = Interlocked.Increment(ref _peersTotal);
        RtpDump? dump = null;
        try
        {
            dump = _dumps?.Open(number, _supply.Now);
            return ValueTask.FromResult(Admit(joined, number, dump, decoding, offer, sink));
        }
        catch
        {
            dump?.Dispose();   // no peer will
            Leave(joined);
            throw;
        }
    }

    /// <inheritdoc/>
    public string Ciphers => CipherEngine.Describe(configuration.Media.UseOpenSsl);

    /// <inheritdoc/>
    public MediaServerStats Snapshot() => new(
        Volatile.Read(ref _peers), Interlocked.Read(ref _peersTotal), _loops.Sum(entry => entry.Loop.DatagramsReceived),
        _loops.SelectMany(entry => entry.Loop.DatagramsDropped).GroupBy(count => count.Key)
            .ToDictionary(group => group.Key, group => group.Sum(count => count.Value)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        foreach (var (loop, _) in _loops) loop.Dispose();
        _decoding?.Dispose();
        _supply.Dispose();
        if (_dumps is not null) await _dumps.DisposeAsync();
    }

    PeerAdmission Admit(ServerLoop joined, long number, RtpDump? dump, IDecoding decoding, RemoteTerms offer, IFrameSink sink)
    {
        var server = new ServerPeer(_supply, joined.Loop, number, offer, sink, decoding, dump, metrics, () => Leave(joined));
        var terms = new LocalTerms
        {
            SessionId = RandomNumberGenerator.GetInt32(1, int.MaxValue),
            Ice = server.Local,
            Fingerprint = _supply.Certificate.Fingerprint,
            SctpPort = offer.SctpPort,
            MaxMessageSize = configuration.Media.MaxMessageBytes,
            Candidates = joined.Candidates,
            StartBitrate = configuration.Media.StartBitrate,
            SendsRemb = configuration.Rtp.AnnouncedBitrate > 0,
        };
        var handle = new MediaPeer(server, new PeerRestarts(server.Peer, offer, terms, _codecs));
        var admission = new PeerAdmission(handle, AnswerWriter.Write(offer, terms), null, null);
        server.Peer.Signal();   // last: from here on the loop ends it, and takes it up before the browser can have the answer
        return admission;
    }

    void Leave(ServerLoop joined)
    {
        joined.Leave();
        Interlocked.Decrement(ref _peers);
    }

    PeerAdmission Refuse(PeerRefusal refusal, string message)
    {
        metrics.OfferRefused(refusal);
        logger.Refused(refusal);
        return new PeerAdmission(null, null, refusal, message);
    }
}
