using System.Text;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Redis;
using FaceAuth.Store.Shared;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace FaceAuth.Store.Tests;

/// <summary>What one node has of the shared state, as the host composes it.</summary>
internal sealed class SharedNode : IAsyncDisposable
{
    /// <summary>What real processes are waited for at most; only ever spent where a test fails.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly ServiceProvider _services;

    SharedNode(IReadOnlyDictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddFaceAuthSharedState(
            new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => "Redis:" + s.Key, s => s.Value)).Build(),
            _ => Encoding.UTF8.GetBytes(settings.GetValueOrDefault("Secret") ?? "secret"));
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public FakeTimeProvider Clock { get; } = new();

    public CapturedLog Log { get; } = new();

    public IRateCounts Rates => Get<IRateCounts>();

    public ISessionDirectory Sessions => Get<ISessionDirectory>();

    public RedisLink Link => Get<RedisLink>();

    public Guid Id => Get<NodeIdentity>().Id;

    /// <summary>A node by itself.</summary>
    public static SharedNode Alone() => new(new Dictionary<string, string?>());

    /// <summary>A node on a Redis, started.</summary>
    /// <remarks>
    /// A call's bound is wide, since a machine with too much to do is no fault of what is tested; "Timeout" makes it narrow. Keys are the
    /// node's own; a "Prefix" makes several share them, but for those of another "Secret".
    /// </remarks>
    public static async Task<SharedNode> StartAsync(string redis, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["Configuration"] = redis,
            ["Prefix"] = Guid.NewGuid().ToString("N"),
            ["Timeout"] = "00:00:02",
            ["CheckEvery"] = "00:00:00.1",
        };
        foreach (var (name, value) in settings) all[name] = value;
        var node = new SharedNode(all);
        try
        {
            node.Get<IStartupValidator>().Validate();
            foreach (var service in node._services.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
                await service.StartingAsync(default);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<HealthReport> HealthAsync() => await Get<HealthCheckService>().CheckHealthAsync();

    /// <summary>Waits until this node uses Redis, or does not.</summary>
    public Task UntilAsync(bool isInUse) => UntilAsync(() => Task.FromResult(Link.IsInUse == isInUse));

    /// <summary>Waits until something holds, in real time since real processes are waited for.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await holds()) await Task.Delay(20, limit.Token);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
