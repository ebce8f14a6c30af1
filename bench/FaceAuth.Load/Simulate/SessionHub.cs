using FaceAuth.Signaling.Hubs;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Client;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace FaceAuth.Load.Simulate;

/// <summary>The signalling hub as a browser uses it: one offer, one answer, and perhaps word that the session ended.</summary>
internal sealed class SessionHub : IAsyncDisposable
{
    readonly HubConnection _connection;
    readonly TaskCompletionSource<SessionEndedMessage> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    SessionHub(HubConnection connection)
    {
        _connection = connection;
        connection.On<SessionEndedMessage>(nameof(ISignalingClient.Ended), message => _ended.TrySetResult(message));
    }

    /// <summary>Done when the server says that the session ended without a decision.</summary>
    public Task<SessionEndedMessage> Ended => _ended.Task;

    /// <summary>Connects with a session's token.</summary>
    /// <param name="address">The hub's address.</param>
    /// <param name="token">The session's token.</param>
    /// <param name="configure">Changes how it connects; for tests.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="SimulateException">The server cannot be reached or refuses the token.</exception>
    public static async Task<SessionHub> ConnectAsync(
        Uri address, string token, Action<HttpConnectionOptions>? configure, CancellationToken cancellation)
    {
        var connection = new HubConnectionBuilder().WithUrl(address, options =>
        {
            // as browsers do: a connection that is asked for first may be at another node by the time it is made
            (options.SkipNegotiation, options.Transports) = (true, HttpTransportType.WebSockets);
            options.AccessTokenProvider = () => Task.FromResult<string?>(token);
            configure?.Invoke(options);
        }).Build();
        var hub = new SessionHub(connection);
        try
        {
            await connection.StartAsync(cancellation);
            return hub;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await hub.DisposeAsync();
            throw new SimulateException(
                $"The signalling hub at {address} cannot be reached ({e.Message.TrimEnd('.')}). "
                + "Does a proxy in between let WebSockets through?",
                e);
        }
    }

    /// <summary>Makes the offer and gets the answer.</summary>
    /// <exception cref="SimulateException">The server refuses the offer, or the connection broke.</exception>
    public async Task<string> OfferAsync(string sdp, CancellationToken cancellation)
    {
        try
        {
            return (await _connection.InvokeAsync<AnswerMessage>("Offer", new OfferMessage(sdp), cancellation)).Sdp;
        }
        catch (HubException e)
        {
            const string mark = "HubException: ";   // SignalR puts its own words before the server's
            var at = e.Message.IndexOf(mark, StringComparison.Ordinal);
            var said = at < 0 ? e.Message : e.Message[(at + mark.Length)..];
            // "code: sentence"
            var colon = said.IndexOf(':', StringComparison.Ordinal);
            throw new SimulateException($"The server refuses the offer ({said})", e) { Code = colon < 0 ? null : said[..colon] };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new SimulateException($"The signalling connection broke ({e.Message.TrimEnd('.')}). Look at the server's log.", e);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
