using FaceAuth.Media.Contracts;
using FaceAuth.Media.Crypto;
using FaceAuth.Media.Dtls;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Media.Loop;

/// <summary>Makes clients for simulation, tests and load.</summary>
/// <remarks>
/// Each has a UDP socket of its own, since a server tells peers apart by their address, and up to <see cref="ClientsPerLoop"/> of them
/// share one loop's thread. Certificate and handshake threads are shared by all. Safe from many threads.
/// </remarks>
public sealed class MediaClients : IAsyncDisposable
{
    const int ClientsPerLoop = 64;

    readonly Lock _gate = new();
    readonly List<(MediaLoop Loop, int Clients)> _loops = [];
    readonly MediaConfiguration _configuration;
    readonly TimeProvider _clock;
    readonly MediaMetrics _metrics;
    readonly ILogger _logger;
    readonly PeerSupply _supply;
    long _numbers;

    internal MediaClients(MediaConfiguration configuration, TimeProvider clock, MediaMetrics metrics, ILogger<MediaClients> logger)
    {
        (_configuration, _clock, _metrics, _logger) = (configuration, clock, metrics, logger);
        _supply = new PeerSupply(configuration, clock, logger.HandshakeFault);
    }

    /// <summary>Share of datagrams, 0–1, that clients made from now on lose on purpose, each way. Default 0.</summary>
    public double Loss { get; set; }

    /// <summary>Compiles what the first handshake needs, so that it is as fast as the later ones.</summary>
    public static Task WarmUpAsync() => Task.Run(() => DtlsHandshakePool.WarmUp(CipherEngine.Best));

    /// <summary>A new client with its offer; it costs neither a socket nor a thread before <see cref="IMediaClient.Accept"/>.</summary>
    public IMediaClient Create() => new MediaClient(Interlocked.Increment(ref _numbers), _supply, TakeLoop, ReturnLoop, Loss);

    /// <summary>Ends every client.</summary>
    public ValueTask DisposeAsync()
    {
        (MediaLoop Loop, int Clients)[] loops;
        lock (_gate)
        {
            loops = [.. _loops];
            _loops.Clear();
        }

        foreach (var (loop, _) in loops) loop.Dispose();
        _supply.Dispose();
        return ValueTask.CompletedTask;
    }

    MediaLoop TakeLoop()
    {
        lock (_gate)
        {
            var index = _loops.FindIndex(entry => entry.Clients < ClientsPerLoop);
            if (index < 0)
            {
                var name = $"Media clients {_loops.Count}";
                _loops.Add((new MediaLoop(name, LoopPorts.None, _configuration.Tcp, _clock, _metrics, _logger), 0));
                index = _loops.Count - 1;
            }

            _loops[index] = (_loops[index].Loop, _loops[index].Clients + 1);
            return _loops[index].Loop;
        }
    }

    void ReturnLoop(MediaLoop loop)
    {
        lock (_gate)
        {
            var index = _loops.FindIndex(entry => entry.Loop == loop);
            if (index >= 0) _loops[index] = (loop, _loops[index].Clients - 1);
        }
    }
}
