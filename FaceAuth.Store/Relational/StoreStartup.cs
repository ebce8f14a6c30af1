using Microsoft.Extensions.Hosting;

namespace FaceAuth.Store.Relational;

/// <summary>Readies the store before any hosted service of the host starts, and says that a server works on it until the end.</summary>
internal sealed class StoreStartup(StoreInitializer initializer, IStoreEngine engine) : IHostedLifecycleService, IDisposable
{
    /// <summary>The name that servers share and a copy holds alone.</summary>
    public const string Serving = "serving";

    IDisposable? _serving;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await initializer.InitializeAsync(cancellationToken);
        _serving = engine.Serve();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _serving?.Dispose();
        _serving = null;
    }
}
