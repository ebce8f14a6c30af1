using System.Security.Cryptography;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Decode;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Sdp;
using FaceAuth.Pipeline.Contracts;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Media.Peer;

/// <summary>The media plane of one node: one loop with its sockets, one handshake pool, shared decoders.</summary>
internal sealed class MediaServer(
    MediaConfiguration configuration, TimeProvider clock, MediaMetrics metrics, Func<IDecoding> createDecoding, ILogger<MediaServer> logger) : IMediaServer
{
    readonly PeerFactory _factory = new(configuration, clock, logger.HandshakeFault);
    readonly SecureRandom _random = new();
    IDecoding? _decoding;
    MediaLoop? _loop;
    IceCandidate[] _candidates = [];
    IReadOnlyList<VideoCodec> _codecs = [];
    int _peers;
    long _peersTotal;
    bool _disposed;

    /// <inheritdoc/>
    public async ValueTask StartAsync(CancellationToken cancellation)
    {
        if (_loop is not null) throw new InvalidOperationException("The media server has been started.");
        _decoding = createDecoding();
        _codecs = [.. VideoFormat.Preferred(configuration.Media.Codecs).Where(_decoding.Codecs.Contains)];
        logger.Codecs(string.Join(", ", _codecs.Select(VideoFormat.NameOf)));
        var sockets = LocalAddresses.Bind(configuration.Media);
        _candidates = LocalAddresses.Candidates(configuration.Media, sockets);
        var received = sockets.Min(socket => socket.Socket.ReceiveBufferSize);
        if (received < configuration.Media.SocketBufferBytes) logger.SmallSocketBuffer(received);
        logger.Listening(sockets[0].LocalEndPoint.Port, sockets.Length);
        _loop = new MediaLoop("Media", sockets, clock, metrics, logger);
        await Task.Run(DtlsHandshakePool.WarmUp, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<PeerAdmission> AcceptAsync(string offerSdp, IFrameSink sink, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_loop is not { } loop || _decoding is not { } decoding) throw new InvalidOperationException("Start the media server first.");
        if (!TermsReader.TryReadOffer(offerSdp, _codecs, out var offer, out var refusal, out var message))
            return ValueTask.FromResult(Refuse(refusal, message));
        if (Interlocked.Increment(ref _peers) > configuration.Media.MaxPeers)
        {
            Interlocked.Decrement(ref _peers);
            return ValueTask.FromResult(Refuse(PeerRefusal.Busy, "As many sessions as allowed are running. Try again in a moment."));
        }

        return ValueTask.FromResult(Admit(loop, decoding, offer, sink));
    }

    /// <inheritdoc/>
    public MediaServerStats Snapshot() => new(
        Volatile.Read(ref _peers), Interlocked.Read(ref _peersTotal), _loop?.DatagramsReceived ?? 0,
        _loop is null ? new Dictionary<string, long>() : new Dictionary<string, long>(_loop.DatagramsDropped));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_disposed) return ValueTask.CompletedTask;
        _disposed = true;
        _loop?.Dispose();
        _decoding?.Dispose();
        _factory.Dispose();
        return ValueTask.CompletedTask;
    }

    PeerAdmission Admit(MediaLoop loop, IDecoding decoding, RemoteTerms offer, IFrameSink sink)
    {
        var local = IceCredentials.Create();
        var peer = new LoopPeer(Interlocked.Increment(ref _peersTotal), local, configuration, clock, loop);
        var pictures = decoding.Open(offer.Video.Format.Codec, sink, peer);
        peer.Core = _factory.CreateServer(
            offer, local, pictures.Enqueue, peer.Signal, _random, clock.GetElapsedTime(0), out var receiver);
        peer.OnKeyframeDue = receiver.RequestKeyframe;
        peer.OnEnded = _ =>
        {
            pictures.Dispose();
            Interlocked.Decrement(ref _peers);
        };
        peer.OnFirstPictureTold = metrics.FirstPicture;
        var answer = AnswerWriter.Write(offer, new LocalTerms
        {
            SessionId = RandomNumberGenerator.GetInt32(1, int.MaxValue),
            Ice = local,
            Fingerprint = _factory.Certificate.Fingerprint,
            SctpPort = offer.SctpPort,
            MaxMessageSize = configuration.Media.MaxMessageBytes,
            Candidates = _candidates,
            StartBitrate = configuration.Media.StartBitrate,
            SendsRemb = configuration.Rtp.AnnouncedBitrate > 0,
        });
        peer.Signal();   // the loop takes it up before the browser can have the answer
        return new PeerAdmission(
            new MediaPeer(peer, receiver, pictures, _factory.Certificate.Fingerprint, offer.Fingerprint), answer, null, null);
    }

    PeerAdmission Refuse(PeerRefusal refusal, string message)
    {
        metrics.OfferRefused(refusal);
        logger.Refused(refusal);
        return new PeerAdmission(null, null, refusal, message);
    }
}
