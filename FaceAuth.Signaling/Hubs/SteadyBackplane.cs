using FaceAuth.Store.Redis;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.StackExchangeRedis;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Hubs;

/// <summary>SignalR's backplane, but without Redis this node's connections go on as if it were alone.</summary>
/// <remarks>
/// The library writes to a connection of its own node directly. Its calls to Redis are waited for no longer than Redis:Timeout, and one
/// that fails is nobody's failure: what could not be told to another node's browser is lost, as it is when that browser is gone.
/// </remarks>
internal sealed class SteadyBackplane<THub>(
    ILogger<RedisHubLifetimeManager<THub>> logger, IOptions<RedisOptions> options, IHubProtocolResolver protocols, RedisLink link,
    IOptions<HubOptions> hubs, IOptions<HubOptions<THub>> hub)
    : RedisHubLifetimeManager<THub>(logger, options, protocols, hubs, hub), IDisposable   // the console's protocol writes no other's words
    where THub : Hub
{
    /// <inheritdoc/>
    public override async Task OnConnectedAsync(HubConnectionContext connection)
    {
        // the first call there ever is asks Redis before it takes the connection in, so one that fails is made again
        if (!await TryAsync(() => base.OnConnectedAsync(connection))) await TryAsync(() => base.OnConnectedAsync(connection));
    }

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(HubConnectionContext connection) => TryAsync(() => base.OnDisconnectedAsync(connection));

    /// <inheritdoc/>
    public override Task SendConnectionAsync(
        string connectionId, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        TryAsync(() => base.SendConnectionAsync(connectionId, methodName, args, cancellationToken));

    void IDisposable.Dispose()
    {
        try
        {
            Dispose();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // it tells Redis goodbye, which may be gone
        }
    }

    async Task<bool> TryAsync(Func<Task> call)
    {
        Task? made = null;
        try
        {
            made = call();
            await made.WaitAsync(link.Timeout);
            return true;
        }
        catch (Exception) when (made is null or { IsCompleted: true })
        {
            return false;
        }
        catch (TimeoutException)
        {
            _ = made!.ContinueWith(late => late.Exception, TaskScheduler.Default);
            return false;
        }
    }
}
