using System.Net;
using System.Security.Cryptography;
using System.Threading.Channels;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Peer;
using FaceAuth.Media.Rtp;
using FaceAuth.Media.Sdp;

namespace FaceAuth.Media.Loop;

/// <summary>One client: it offers, connects, sends VP8 and talks on the data channel. Safe from many threads.</summary>
internal sealed class MediaClient : IMediaClient
{
    readonly long _number;
    readonly PeerFactory _factory;
    readonly MediaConfiguration _configuration;
    readonly TimeProvider _clock;
    readonly Func<MediaLoop> _takeLoop;
    readonly Action<MediaLoop> _returnLoop;
    readonly double _loss;
    readonly SecureRandom _random = new();
    readonly IceCredentials _local = IceCredentials.Create();
    readonly Channel<PeerEvent> _events = LoopPeer.CreateEvents();
    readonly Outbox _pictures;
    readonly uint _ssrc;
    readonly uint _rtxSsrc;
    readonly string _cname;
    readonly VideoTerms _video = new()
    {
        PayloadType = 96,
        RtxPayloadType = 97,
        TransportSequenceId = 3,
        MidId = 4,
        Mid = "0",
        HasNack = true,
        HasPli = true,
        HasReducedSizeRtcp = true,
    };

    LoopPeer? _peer;
    int _isDisposed;

    internal MediaClient(
        long number, PeerFactory factory, MediaConfiguration configuration, TimeProvider clock, Func<MediaLoop> takeLoop, Action<MediaLoop> returnLoop,
        double loss)
    {
        (_number, _factory, _configuration, _clock, _takeLoop, _returnLoop, _loss) = (number, factory, configuration, clock, takeLoop, returnLoop, loss);
        _pictures = new Outbox(2 * configuration.Rtp.MaxPictureBytes);
        (_ssrc, _rtxSsrc, _cname) = (PeerFactory.NewSsrc(_random), PeerFactory.NewSsrc(_random), PeerFactory.NewCname(_random));
        OfferSdp = OfferWriter.Write(
            _video,
            new LocalTerms
            {
                SessionId = RandomNumberGenerator.GetInt32(1, int.MaxValue),
                Ice = _local,
                Fingerprint = factory.Certificate.Fingerprint,
                SctpPort = configuration.Sctp.Port,
                MaxMessageSize = configuration.Media.MaxMessageBytes,
            },
            _ssrc, _rtxSsrc, _cname);
    }

    /// <inheritdoc/>
    public string OfferSdp { get; }

    /// <inheritdoc/>
    public ChannelReader<PeerEvent> Events => _events.Reader;

    /// <inheritdoc/>
    public bool KeyframeWanted => _peer?.KeyframeWanted ?? false;

    /// <inheritdoc/>
    public void Accept(string answerSdp)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        if (_peer is not null) throw new InvalidOperationException("An answer was accepted before.");
        if (!TermsReader.TryReadAnswer(answerSdp, out var answer, out var problem)) throw new FormatException(problem);

        // One socket, one family: the kernel picks the source address that fits each candidate.
        var candidates = answer.Candidates.Where(candidate => !candidate.Address.IsIPv6).ToArray();
        if (candidates.Length == 0) candidates = [.. answer.Candidates];
        if (candidates.Length == 0) throw new FormatException("The answer names no address to connect to.");
        var any = candidates[0].Address.IsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;

        var socket = new LoopSocket(new IPEndPoint(any, 0), _configuration.Media.SocketBufferBytes) { Loses = CreateLoss() };
        var loop = _takeLoop();
        var peer = new LoopPeer(_number, _local, _configuration, _clock, loop, _events) { OwnSocket = socket };
        var sender = CreateSender(answer.Video);
        peer.Core = _factory.CreateClient(answer, _local, candidates, sender, peer.Signal, _random, _clock.GetElapsedTime(0));
        peer.OnService = now => SendPictures(peer, sender, now);
        peer.OnReport = () => peer.KeyframeWanted = sender.KeyframeWanted;
        peer.OnEnded = _ => _returnLoop(loop);
        _peer = peer;
        peer.Signal();
    }

    /// <inheritdoc/>
    public bool TrySendPicture(ReadOnlySpan<byte> vp8, uint rtpTimestamp)
    {
        if (_peer is not { IsUp: true } peer || !_pictures.TryAdd(vp8, rtpTimestamp)) return false;
        peer.Signal();
        return true;
    }

    /// <inheritdoc/>
    public bool TrySend(ReadOnlySpan<byte> utf8) => _peer?.TrySend(utf8) ?? false;

    /// <inheritdoc/>
    public ValueTask VanishAsync() => EndAsync(saysGoodbye: false);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => EndAsync(saysGoodbye: true);

    async ValueTask EndAsync(bool saysGoodbye)
    {
        Interlocked.Exchange(ref _isDisposed, 1);
        if (_peer is not { } peer)
        {
            if (_events.Writer.TryWrite(new PeerEvent.Ended(PeerEnd.ClosedHere))) _events.Writer.TryComplete();
            return;
        }

        peer.RequestVanish(saysGoodbye);
        await peer.Ended;
    }

    void SendPictures(LoopPeer peer, VideoSender sender, TimeSpan now)
    {
        while (_pictures.TryPeek(out var picture))
        {
            if (peer.Core.IsUp) sender.TrySend(picture.Bytes, picture.Tag, now);   // a full send queue drops the picture, as a slow network would
            _pictures.Drop();
        }
    }

    Func<bool>? CreateLoss()
    {
        if (_loss <= 0) return null;
        var random = new Random(_random.Next());
        return () => random.NextDouble() < _loss;
    }

    VideoSender CreateSender(VideoTerms agreed) => new(
        new VideoSenderSettings
        {
            PayloadType = agreed.PayloadType,
            RtxPayloadType = agreed.RtxPayloadType,
            Ssrc = _ssrc,
            RtxSsrc = _rtxSsrc,
            TransportSequenceId = agreed.TransportSequenceId,
            MidId = agreed.MidId,
            Mid = _video.Mid,
            Cname = _cname,
        },
        _configuration.Rtp, _random);
}
