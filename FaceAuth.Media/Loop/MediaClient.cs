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
    readonly PeerSupply _supply;
    readonly Func<MediaLoop> _takeLoop;
    readonly Action<MediaLoop> _returnLoop;
    readonly double _loss;
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

    ClientPeer? _client;
    int _isDisposed;

    internal MediaClient(long number, PeerSupply supply, Func<MediaLoop> takeLoop, Action<MediaLoop> returnLoop, double loss)
    {
        (_number, _supply, _takeLoop, _returnLoop, _loss) = (number, supply, takeLoop, returnLoop, loss);
        var (configuration, random) = (supply.Configuration, supply.Random);
        _pictures = new Outbox(2 * configuration.Rtp.MaxPictureBytes);
        (_ssrc, _rtxSsrc, _cname) = (PeerFactory.NewSsrc(random), PeerFactory.NewSsrc(random), PeerFactory.NewCname(random));
        OfferSdp = OfferWriter.Write(
            _video,
            new LocalTerms
            {
                SessionId = RandomNumberGenerator.GetInt32(1, int.MaxValue),
                Ice = _local,
                Fingerprint = supply.Certificate.Fingerprint,
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
    public bool KeyframeWanted => _client?.KeyframeWanted ?? false;

    /// <inheritdoc/>
    public void Accept(string answerSdp)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        if (_client is not null) throw new InvalidOperationException("An answer was accepted before.");
        if (!TermsReader.TryReadAnswer(answerSdp, out var answer, out var problem)) throw new FormatException(problem);

        // One socket, one family: the kernel picks the source address that fits each candidate.
        var candidates = answer.Candidates.Where(candidate => !candidate.Address.IsIPv6).ToArray();
        if (candidates.Length == 0) candidates = [.. answer.Candidates];
        if (candidates.Length == 0) throw new FormatException("The answer names no address to connect to.");
        var any = candidates[0].Address.IsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;

        var socket = new LoopSocket(new IPEndPoint(any, 0), _supply.Configuration.Media.SocketBufferBytes) { Loses = CreateLoss() };
        var loop = _takeLoop();
        var sender = CreateSender(answer.Video);
        var client = new ClientPeer(
            _supply, loop, _number, _local, answer, candidates, socket, sender, _pictures, _events, () => _returnLoop(loop));
        _client = client;
        client.Peer.Signal();
    }

    /// <inheritdoc/>
    public bool TrySendPicture(ReadOnlySpan<byte> vp8, uint rtpTimestamp)
    {
        if (_client?.Peer is not { IsUp: true } peer || !_pictures.TryAdd(vp8, rtpTimestamp)) return false;
        peer.Signal();
        return true;
    }

    /// <inheritdoc/>
    public bool TrySend(ReadOnlySpan<byte> utf8) => _client?.Peer.TrySend(utf8) ?? false;

    /// <inheritdoc/>
    public ValueTask VanishAsync() => EndAsync(saysGoodbye: false);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => EndAsync(saysGoodbye: true);

    async ValueTask EndAsync(bool saysGoodbye)
    {
        Interlocked.Exchange(ref _isDisposed, 1);
        if (_client?.Peer is not { } peer)
        {
            if (_events.Writer.TryWrite(new PeerEvent.Ended(PeerEnd.ClosedHere))) _events.Writer.TryComplete();
            return;
        }

        peer.RequestVanish(saysGoodbye);
        await peer.Ended;
    }

    Func<bool>? CreateLoss()
    {
        if (_loss <= 0) return null;
        var random = new Random(_supply.Random.Next());
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
        _supply.Configuration.Rtp, _supply.Random);
}
