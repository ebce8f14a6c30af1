using FaceAuth.Store.Contracts;
using FaceAuth.Store.Redis;
using FaceAuth.Store.Shared;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FaceAuth.Store;

/// <summary>Registers what nodes share: over Redis where the settings name one, in this node's memory alone where they do not.</summary>
public static class SharedStateServices
{
    const string Section = "Redis";

    /// <summary>As <see cref="StoreServices.Settings"/>.</summary>
    public static IReadOnlyDictionary<string, Type> Settings { get; } = new Dictionary<string, Type> { [Section] = typeof(RedisOptions) };

    /// <summary>Whether the settings name a Redis.</summary>
    public static bool IsShared(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return !string.IsNullOrEmpty(configuration[$"{Section}:{nameof(RedisOptions.Configuration)}"]);
    }

    /// <summary>Adds <see cref="IRateCounts"/>, <see cref="ISessionDirectory"/> and <see cref="INodeLine"/>.</summary>
    /// <remarks>
    /// With Redis come <see cref="RedisLink"/>, its start before the host's other services, and the health check "redis", tagged "ready".
    /// </remarks>
    /// <param name="services">Where to add them.</param>
    /// <param name="configuration">The root; its section "Redis" is read.</param>
    /// <param name="nameKey">Gives the secret, the same on all nodes, that names of keys in Redis are hashed with.</param>
    public static IServiceCollection AddFaceAuthSharedState(
        this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, byte[]> nameKey)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSingleton<IValidateOptions<RedisOptions>, RedisOptionsValidator>();
        services.AddOptions<RedisOptions>().Bind(configuration.GetSection(Section)).ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddLogging();
        services.AddSingleton(provider => new NodeIdentity(provider.GetRequiredService<IOptions<RedisOptions>>().Value.NodeAddress));
        return IsShared(configuration) ? services.AddRedis(nameKey) : services.AddOwn();
    }

    static IServiceCollection AddOwn(this IServiceCollection services)
    {
        services.AddSingleton<IRateCounts, OwnRates>();
        services.AddSingleton<ISessionDirectory, OwnSessions>();
        services.AddSingleton<INodeLine, OwnLine>();
        return services;
    }

    static IServiceCollection AddRedis(this IServiceCollection services, Func<IServiceProvider, byte[]> nameKey)
    {
        services.AddSingleton<SharedMetrics>();
        services.AddSingleton(provider =>
            new RedisNames(provider.GetRequiredService<IOptions<RedisOptions>>().Value.Prefix, nameKey(provider)));
        services.AddSingleton(provider => new RedisLink(
            provider.GetRequiredService<IOptions<RedisOptions>>().Value, provider.GetRequiredService<RedisNames>(),
            provider.GetRequiredService<SharedMetrics>(), provider.GetRequiredService<ILogger<RedisLink>>()));
        services.AddSingleton<IRateCounts, RedisRates>();
        services.AddSingleton<ISessionDirectory, RedisSessions>();
        services.AddSingleton<INodeLine>(provider => new RedisLine(
            provider.GetRequiredService<RedisLink>(), provider.GetRequiredService<RedisNames>(),
            provider.GetRequiredService<NodeIdentity>(), new LineSeal(nameKey(provider))));
        services.AddHostedService<RedisStartup>();
        services.AddHealthChecks().AddCheck<RedisHealthCheck>("redis", tags: ["ready"]);
        return services;
    }
}
