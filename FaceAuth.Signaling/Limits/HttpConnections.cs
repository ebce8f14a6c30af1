using System.Net;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Limits;

/// <summary>The TCP connections that the web server holds: how many, for how long in silence, and none beyond its end.</summary>
/// <remarks>Stands before TLS, so that a connection costs nothing before it is counted. Safe from many threads.</remarks>
internal sealed class HttpConnections : IDisposable
{
    const string OfAddress = "address";

    /// <summary>From the connection to its first byte: TLS begins at once, and a browser's spare connection is opened anew.</summary>
    static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>From a request's first byte to the end of its headers.</summary>
    static readonly TimeSpan HeadersTime = TimeSpan.FromSeconds(15);

    /// <summary>What is still asked when the sessions are over has so long to end.</summary>
    static readonly TimeSpan EndTime = TimeSpan.FromSeconds(5);

    /// <summary>The log is not to be filled by whoever opens connections.</summary>
    static readonly TimeSpan ToldEvery = TimeSpan.FromMinutes(1);

    readonly Lock _gate = new();
    readonly HashSet<ConnectionContext> _open = [];
    readonly Dictionary<string, int> _counts = [];   // by address; no longer than the connections that are open
    readonly TcpConnectionOptions _bounds;
    readonly TrustedProxies _proxies;
    readonly SignalingMetrics _metrics;
    readonly SessionDrain _drain;
    readonly TimeProvider _time;
    readonly ILogger _logger;
    readonly CancellationTokenRegistration _stopping;
    TimeSpan? _toldAt;
    long _refused;   // of one address, since it was told

    public HttpConnections(
        IOptions<TcpConnectionOptions> bounds, IOptions<WebOptions> web, SignalingMetrics metrics, SessionDrain drain,
        IHostApplicationLifetime lifetime, TimeProvider time, ILogger<HttpConnections> logger)
    {
        (_bounds, _proxies, _metrics, _drain) = (bounds.Value, new(web.Value.TrustedProxies), metrics, drain);
        (_time, _logger) = (time, logger);
        _stopping = lifetime.ApplicationStopping.Register(() => _ = EndAsync());
    }

    /// <summary>Counts the connections of every address that is listened on.</summary>
    public static void Apply(KestrelServerOptions kestrel)
    {
        kestrel.Limits.RequestHeadersTimeout = HeadersTime;
        kestrel.ConfigureEndpointDefaults(
            listen => listen.Use(listen.ApplicationServices.GetRequiredService<HttpConnections>().Bound));
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    ConnectionDelegate Bound(ConnectionDelegate next) => async connection =>
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;   // none over a socket of this machine's own
        var from = address is null || _proxies.Has(address) ? null : RateLimits.NetworkOf(address);
        if (TryAdd(connection, from) is { } full)
        {
            _metrics.ConnectionEnded(full);
            if (full == OfAddress) HandleRefused();
            connection.Abort();
            return;
        }

        try
        {
            if (await SpeaksAsync(connection)) await next(connection);
            else _metrics.ConnectionEnded("silent");
        }
        finally
        {
            Remove(connection, from);
        }
    };

    /// <summary>Waits for the first byte, and leaves it where it is.</summary>
    static async Task<bool> SpeaksAsync(ConnectionContext connection)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        limit.CancelAfter(Silence);
        try
        {
            var read = await connection.Transport.Input.ReadAsync(limit.Token);
            connection.Transport.Input.AdvanceTo(read.Buffer.Start);
            return !read.Buffer.IsEmpty;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    string? TryAdd(ConnectionContext connection, string? from)
    {
        lock (_gate)
        {
            if (_open.Count >= _bounds.Most) return "all";
            if (from is not null)
            {
                var count = _counts.GetValueOrDefault(from);
                if (count >= _bounds.MostPerAddress) return OfAddress;
                _counts[from] = count + 1;
            }

            _open.Add(connection);
            return null;
        }
    }

    void Remove(ConnectionContext connection, string? from)
    {
        lock (_gate)
        {
            _open.Remove(connection);
            if (from is null) return;
            if (_counts[from] == 1) _counts.Remove(from);
            else _counts[from]--;
        }
    }

    /// <summary>Many people behind a proxy that nobody named look like one who opens too many: only the operator can tell.</summary>
    void HandleRefused()
    {
        long told;
        lock (_gate)
        {
            _refused++;
            var now = _time.GetElapsedTime(0);
            if (now - _toldAt < ToldEvery) return;
            (_toldAt, told, _refused) = (now, _refused, 0);
        }

        SignalingLog.ConnectionsRefused(_logger, told, _bounds.MostPerAddress);
    }

    /// <summary>The web server would wait for a request that is half sent for as long as the host may take to stop.</summary>
    async Task EndAsync()
    {
        await _drain.DrainAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(EndTime);
        List<ConnectionContext> left;
        lock (_gate) left = [.. _open];
        foreach (var connection in left) connection.Abort(new("The server stops."));
    }
}
