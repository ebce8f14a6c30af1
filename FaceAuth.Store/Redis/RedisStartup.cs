using Microsoft.Extensions.Hosting;

namespace FaceAuth.Store.Redis;

/// <summary>Connects before any hosted service of the host starts.</summary>
internal sealed class RedisStartup(RedisLink link) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => link.StartAsync();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
