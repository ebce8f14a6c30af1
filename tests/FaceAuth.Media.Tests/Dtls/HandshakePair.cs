using FaceAuth.Media.Dtls;

namespace FaceAuth.Media.Tests.Dtls;

/// <summary>A client and a server with a pool each, connected in memory.</summary>
sealed class HandshakePair : IDisposable
{
    readonly DtlsHandshakePool _clientPool;
    readonly DtlsHandshakePool _serverPool;

    /// <summary>The library counts in real time; nothing is repeated or given up because the machine has too much to do.</summary>
    static readonly TimeSpan Never = TimeSpan.FromHours(1);

    /// <param name="resend">Short where datagrams get lost.</param>
    public HandshakePair(TimeSpan? resend = null)
    {
        var options = new DtlsOptions
        {
            HandshakeThreads = 1,
            HandshakeResend = resend ?? Never,
            HandshakeDeadline = Never,
            HandshakeQueueDeadline = Never,
        };
        _clientPool = new(options, TimeProvider.System);
        _serverPool = new(options, TimeProvider.System);
    }

    public DtlsCertificate ClientCertificate { get; } = DtlsCertificate.Create();

    public DtlsCertificate ServerCertificate { get; } = DtlsCertificate.Create();

    public HandshakeSide Client { get; } = new();

    public HandshakeSide Server { get; } = new();

    public DtlsHandshake? ClientHandshake { get; private set; }

    public DtlsHandshake? ServerHandshake { get; private set; }

    public DtlsHandshakePool ServerPool => _serverPool;

    /// <summary>Makes the path from client to server.</summary>
    public Func<Action<byte[]>, LossyLink> ClientLink { get; init; } = deliver => new(deliver);

    /// <summary>Makes the path from server to client.</summary>
    public Func<Action<byte[]>, LossyLink> ServerLink { get; init; } = deliver => new(deliver);

    /// <summary>What the client was promised, given the server's certificate.</summary>
    public Func<DtlsCertificate, DtlsFingerprint> ClientExpects { get; init; } = certificate => certificate.Fingerprint;

    /// <summary>What the server was promised, given the client's certificate.</summary>
    public Func<DtlsCertificate, DtlsFingerprint> ServerExpects { get; init; } = certificate => certificate.Fingerprint;

    public void Start()
    {
        var toServer = ClientLink(datagram => ServerHandshake!.Offer(datagram));
        var toClient = ServerLink(datagram => ClientHandshake!.Offer(datagram));
        Client.Deliver = toServer.Send;
        Server.Deliver = toClient.Send;

        Assert.True(_serverPool.TryStart(
            new(DtlsRole.Server, ServerCertificate, ServerExpects(ClientCertificate)), Server, out var server));
        ServerHandshake = server;
        Client.Deliver = datagram =>
        {
            SpinWait.SpinUntil(() => ClientHandshake is not null);
            toServer.Send(datagram);
        };
        Assert.True(_clientPool.TryStart(
            new(DtlsRole.Client, ClientCertificate, ClientExpects(ServerCertificate)), Client, out var client));
        ClientHandshake = client;
    }

    /// <summary>Runs both to their ends.</summary>
    public async Task<(DtlsFailure? Client, DtlsFailure? Server)> RunAsync()
    {
        Start();
        return (await Client.EndAsync(), await Server.EndAsync());
    }

    public void Dispose()
    {
        _clientPool.Dispose();
        _serverPool.Dispose();
        Client.Keys?.Dispose();
        Server.Keys?.Dispose();
        ClientCertificate.Dispose();
        ServerCertificate.Dispose();
    }
}
