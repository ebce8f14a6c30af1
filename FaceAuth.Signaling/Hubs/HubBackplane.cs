using FaceAuth.Store;
using FaceAuth.Store.Redis;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.StackExchangeRedis;

namespace FaceAuth.Signaling.Hubs;

/// <summary>Lets any node reach a browser on any node's hub, over the Redis that they share.</summary>
internal static class HubBackplane
{
    /// <summary>Adds it where the settings name a Redis; comes after the hub.</summary>
    public static IServiceCollection AddHubBackplane(this IServiceCollection services, IConfiguration configuration)
    {
        if (!SharedStateServices.IsShared(configuration)) return services;
        services.AddSignalR().AddStackExchangeRedis();
        // it would tell of each call that Redis did not answer; the link tells of each change
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.SignalR.StackExchangeRedis", LogLevel.Critical));
        // the connection brings the channels' prefix
        services.AddOptions<RedisOptions>().Configure<RedisLink>(
            (backplane, link) => backplane.ConnectionFactory = _ => Task.FromResult(link.Connection));
        return services.AddSingleton(typeof(HubLifetimeManager<>), typeof(SteadyBackplane<>));
    }
}
