using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace FaceAuth.Store.Redis;

/// <summary>Looks once at the Redis that the settings name, for a command that tells how it is.</summary>
public static class RedisLook
{
    /// <summary>Connects and asks for version and time.</summary>
    /// <param name="services">Services with the shared state, of settings that name a Redis; nothing of it is started.</param>
    /// <param name="clock">This machine's.</param>
    /// <returns>Its version, and how far its clock is from this machine's.</returns>
    /// <exception cref="StoreException">There is no Redis, or it refuses what is asked; the message says what to do.</exception>
    public static async Task<(Version Version, TimeSpan Apart)> AskAsync(IServiceProvider services, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        await using var redis = await RedisStart.ConnectNowAsync(services.GetRequiredService<IOptions<RedisOptions>>().Value);
        try
        {
            var server = redis.GetServers()[0];
            return (server.Version, (await server.TimeAsync() - clock.GetUtcNow().UtcDateTime).Duration());
        }
        catch (RedisServerException fault)
        {
            throw RedisStart.IsForGood(fault) ? RedisStart.Refused(fault)
                : new StoreException($"Redis is there and not ready: it says {fault.Message.Split(' ')[0]}. Try again later.", fault);
        }
        catch (Exception fault) when (fault is RedisConnectionException or RedisTimeoutException)
        {
            throw new StoreException("Redis took the connection and does not answer. Look at its log and load.", fault);
        }
    }
}
