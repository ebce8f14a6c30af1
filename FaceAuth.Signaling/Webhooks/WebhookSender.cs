using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Webhooks;

/// <summary>Calls endpoints: signed, without redirects, proxies or cookies, and at addresses alone that may be called.</summary>
/// <remarks>
/// A name is looked up for each connection, and what is checked is what is connected to: a name that leads elsewhere the next time gains
/// nothing. Of an answer the head is read, at most 8 KiB; whatever follows is not. Safe from many threads.
/// </remarks>
internal sealed class WebhookSender : IDisposable
{
    const int MostHeadKiB = 8;
    const int MostDrainedBytes = 4096;
    const int MostAddresses = 8;

    readonly WebhookAddresses _addresses;
    readonly TimeProvider _time;
    readonly HttpClient _client;

    public WebhookSender(WebhookAddresses addresses, IOptions<WebhookOptions> options, TimeProvider time)
    {
        (_addresses, _time) = (addresses, time);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = MostHeadKiB,
            MaxResponseDrainSize = MostDrainedBytes,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectTimeout = options.Value.Timeout,
            ActivityHeadersPropagator = null,   // an id of this server's traces is nobody else's business
            ConnectCallback = ConnectAsync,
        };
        // in real time, whatever the clock says: what it waits for is another machine
        _client = new(handler) { Timeout = options.Value.Timeout };
        // A receiver that closes after its answer, as those of HTTP/1.0 do, would fail what comes by the same connection. One that says
        // nothing of it keeps the client from believing its own header: the connection's lifetime of zero is what ends it.
        _client.DefaultRequestHeaders.ConnectionClose = true;
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("FaceAuth-Webhooks", "1"));
    }

    /// <summary>How a name is looked up; a test has it lead where it likes.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Lookup { get; set; } = Dns.GetHostAddressesAsync;

    /// <summary>Makes one attempt. Throws only when it is cancelled.</summary>
    public async Task<WebhookAnswer> SendAsync(WebhookLease lease, CancellationToken cancellation)
    {
        try
        {
            var (id, timestamp) = ($"msg_{lease.EventId:N}", _time.GetUtcNow().ToUnixTimeSeconds());
            using var request = new HttpRequestMessage(HttpMethod.Post, lease.Url);
            request.Headers.Add(WebhookSignature.IdHeader, id);
            request.Headers.Add(WebhookSignature.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Of(lease.Secrets, id, timestamp, lease.Body));
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(lease.Body));
            request.Content.Headers.ContentType = new("application/json");
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return new((int)answer.StatusCode, null, AskedOf(answer.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(null, "timeout", null);
        }
        catch (HttpRequestException fault)
        {
            return new(null, CodeOf(fault), null);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host.Trim('[', ']'), context.DnsEndPoint.Port);
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await Lookup(host, cancellation);
        var allowed = found.Where(_addresses.IsAllowed).Take(MostAddresses).ToArray();
        if (allowed.Length == 0) throw new WebhookAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    TimeSpan? AskedOf(RetryConditionHeaderValue? header) => header?.Delta ?? (header?.Date - _time.GetUtcNow());

    static string CodeOf(HttpRequestException fault) => fault switch
    {
        { InnerException: WebhookAddressException } => "address_refused",
        { HttpRequestError: HttpRequestError.NameResolutionError } => "name_unknown",
        { HttpRequestError: HttpRequestError.SecureConnectionError } => "tls_failed",
        { HttpRequestError: HttpRequestError.ConnectionError } => "connection_failed",
        _ => "bad_answer",
    };
}
