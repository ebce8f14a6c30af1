using System.Net;
using FaceAuth.Media;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Loop;
using FaceAuth.Media.Peer;
using FaceAuth.Media.Rtp;
using FaceAuth.Media.Sdp;
using FaceAuth.Media.Stun;

namespace FaceAuth.Testing;

/// <summary>A server's and a client's core over a <see cref="SimulatedNetwork"/> on virtual time.</summary>
/// <remarks>
/// The DTLS handshake is the real one, on its own threads: while it runs, virtual time follows the real one, five milliseconds at a time;
/// otherwise it jumps.
/// </remarks>
sealed class PeerPair : IDisposable
{
    const int ServerEnd = 0, ClientEnd = 1;
    static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);
    internal static readonly CandidatePair ToServer = new(0, TransportAddress.From(IPEndPoint.Parse("192.0.2.1:7000")));
    internal static readonly CandidatePair ToClient = new(0, TransportAddress.From(IPEndPoint.Parse("198.51.100.7:4711")));

    readonly PeerSupply _serverSupply;
    readonly PeerSupply _clientSupply;
    readonly AutoResetEvent _woken = new(false);
    readonly byte[] _buffer = new byte[PeerCore.DatagramRoom];

    internal PeerPair(
        int seed, MediaConfiguration? configuration = null, MediaConfiguration? clientConfiguration = null,
        Func<string, string>? changeOffer = null)
    {
        configuration = OneThread(configuration ?? new MediaConfiguration());
        clientConfiguration = OneThread(clientConfiguration ?? configuration);
        _serverSupply = new PeerSupply(configuration, TimeProvider.System, Faults.Add);
        _clientSupply = new PeerSupply(clientConfiguration, TimeProvider.System, Faults.Add);
        Network = new SimulatedNetwork(seed);

        var (serverIce, clientIce) = (
            new IceCredentials("srvr", "server+password+012345678"), new IceCredentials("clnt", "client+password+012345678"));
        var video = new VideoTerms
        {
            PayloadType = 96,
            RtxPayloadType = 97,
            TransportSequenceId = 3,
            MidId = 4,
            Mid = "0",
            HasNack = true,
            HasPli = true,
        };
        var offerSdp = OfferWriter.Write(video, Local(_clientSupply, clientIce, clientConfiguration), 1111, 2222, "client");
        if (!TermsReader.TryReadOffer(changeOffer?.Invoke(offerSdp) ?? offerSdp, [VideoCodec.Vp8], out var offer, out _, out var problem))
            throw new FormatException(problem);
        var answerSdp = AnswerWriter.Write(offer, Local(_serverSupply, serverIce, configuration) with
        {
            Candidates = [new IceCandidate(ToServer.Remote, IceCandidate.HostPriority(0))],
        });
        if (!TermsReader.TryReadAnswer(answerSdp, out var answer, out problem)) throw new FormatException(problem);

        Server = _serverSupply.Factory.CreateServer(
            offer, serverIce,
            picture =>
            {
                if (KeepsPictures) Pictures.Add((picture.Data.ToArray(), picture.RtpTimestamp, picture.LastPacketAt));
                picture.Dispose();
            },
            () => _woken.Set(), new Random(seed + 1), Now, out var receiver);
        Receiver = receiver;
        Sender = new VideoSender(
            new VideoSenderSettings
            {
                PayloadType = 96,
                RtxPayloadType = 97,
                Ssrc = 1111,
                RtxSsrc = 2222,
                TransportSequenceId = 3,
                Cname = "client",
            },
            clientConfiguration.Rtp, new Random(seed + 2));
        Client = _clientSupply.Factory.CreateClient(
            answer, clientIce, answer.Candidates, Sender, () => _woken.Set(), new Random(seed + 3), Now);
    }

    internal SimulatedNetwork Network { get; }

    internal PeerCore Server { get; }

    internal PeerCore Client { get; }

    internal VideoReceiver Receiver { get; }

    internal VideoSender Sender { get; }

    internal TimeSpan Now { get; private set; } = TimeSpan.FromSeconds(1000);

    internal List<PeerEvent> ServerEvents { get; } = [];

    internal List<PeerEvent> ClientEvents { get; } = [];

    /// <summary>Whether <see cref="Pictures"/> is filled.</summary>
    internal bool KeepsPictures { get; set; } = true;

    /// <summary>What the server's video path gave, in order.</summary>
    internal List<(byte[] Bytes, uint Timestamp, TimeSpan LastPacketAt)> Pictures { get; } = [];

    /// <summary>Invariants that broke in a handshake.</summary>
    internal List<Exception> Faults { get; } = [];

    /// <summary>Hears of every datagram the server sends and where to.</summary>
    internal Action<byte[], CandidatePair>? OnServerSent { get; set; }

    /// <summary>Where the client's datagrams come from and the server's reach it.</summary>
    internal CandidatePair ClientIsAt { get; set; } = ToClient;

    /// <summary>While set, the server sends what ICE and the handshake give and does not look at the handshake's end.</summary>
    internal bool HoldsServerKeys { get; set; }

    /// <summary>Runs until the data channel is open on both sides, at most 30 s of virtual time.</summary>
    internal void Connect() => RunUntil(() => Server.IsChannelOpen && Client.IsChannelOpen, TimeSpan.FromSeconds(30));

    internal void Run(TimeSpan duration) => RunUntil(() => false, duration);

    /// <summary>Runs until <paramref name="done"/> or for <paramref name="limit"/>, whichever is first.</summary>
    internal bool RunUntil(Func<bool> done, TimeSpan limit)
    {
        var end = Now + limit;
        while (true)
        {
            Drain();
            if (done()) return true;
            if (Network.TryReceive(Now, out var to, out var datagram))
            {
                if (to == ServerEnd) Server.HandleDatagram(datagram, ClientIsAt, Now);
                else Client.HandleDatagram(datagram, ToServer, Now);
                continue;
            }

            if (IsShakingHands && _woken.WaitOne(Step)) continue;
            if (Now >= end) return false;
            var next = Min(Network.NextArrival, Min(Server.Deadline, Client.Deadline));
            if (next <= Now) next = Now + TimeSpan.FromMilliseconds(1);
            if (IsShakingHands) next = Min(next, Now + Step);
            Now = Min(next, end);
        }
    }

    /// <summary>Hands a datagram to the server as if it came from somewhere else.</summary>
    internal void Inject(byte[] datagram, string from) =>
        Server.HandleDatagram(datagram, new CandidatePair(0, TransportAddress.From(IPEndPoint.Parse(from))), Now);

    /// <summary>Hands a datagram to the server as if it came from the client.</summary>
    internal void InjectFromClient(byte[] datagram) => Server.HandleDatagram(datagram, ToClient, Now);

    /// <inheritdoc/>
    public void Dispose()
    {
        Server.Dispose();
        Client.Dispose();
        _serverSupply.Dispose();
        _clientSupply.Dispose();
        _woken.Dispose();
    }

    bool IsShakingHands => ShakesHands(Server) || ShakesHands(Client);

    static bool ShakesHands(PeerCore core) => core.End is null && core.Secure.State == SecureState.Handshaking;

    void Drain()
    {
        if (HoldsServerKeys)
        {
            while (Server.Ice.Poll(Now, _buffer, out _) is var length and > 0) Network.Send(ClientEnd, _buffer.AsSpan(0, length), Now);
            while (Server.Secure.Poll(_buffer) is var length and > 0) Network.Send(ClientEnd, _buffer.AsSpan(0, length), Now);
        }
        else
        {
            Drain(Server, ClientEnd, ServerEvents);
        }

        Drain(Client, ServerEnd, ClientEvents);
    }

    void Drain(PeerCore core, int to, List<PeerEvent> events)
    {
        while (core.Poll(Now, _buffer, out var target) is var length and > 0)
        {
            if (length > 1200) throw new InvalidOperationException($"A datagram of {length} bytes.");
            if (core == Server) OnServerSent?.Invoke(_buffer[..length], target);
            if (core == Server && target != ClientIsAt) continue;   // nobody is there
            Network.Send(to, _buffer.AsSpan(0, length), Now);
        }

        while (core.TryTakeEvent(out var happened)) events.Add(happened);
        while (core.TryTakeRoute(out _, out _))
        {
        }
    }

    static MediaConfiguration OneThread(MediaConfiguration configuration) =>
        configuration with { Dtls = configuration.Dtls with { HandshakeThreads = 1 } };

    static LocalTerms Local(PeerSupply supply, IceCredentials ice, MediaConfiguration configuration) => new()
    {
        SessionId = 1,
        Ice = ice,
        Fingerprint = supply.Certificate.Fingerprint,
        SctpPort = 5000,
        MaxMessageSize = configuration.Media.MaxMessageBytes,
    };

    static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
