using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FaceAuth.Store.Audit;

/// <summary>Has this node's chain signed every so many entries, every so many minutes, and when the host has stopped.</summary>
/// <remarks>At start those of all nodes: one that went away may have left entries that nothing vouches for.</remarks>
internal sealed class CheckpointService(
    AuditCheckpoints checkpoints, AuditNode node, CheckpointTurn turn, IOptions<StoreOptions> options, TimeProvider clock,
    ILogger<CheckpointService> logger) : IHostedLifecycleService, IDisposable
{
    readonly CancellationTokenSource _stopping = new();
    Task? _running;
    Task? _ended;
    bool _disposed;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // by now whatever the signer's key needs is there
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // on no context of the caller's: it may wait for this one's end without giving its thread back
        _running = Task.Run(() => RunAsync(_stopping.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // after everybody who still appended while stopping; once, though a host may be told to stop by two
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        lock (_stopping)
            return _ended ??= _running is null ? Task.CompletedTask
                : Task.Run(() => EndAsync(_running, cancellationToken), CancellationToken.None);
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _stopping.Cancel();
        _stopping.Dispose();
    }

    async Task EndAsync(Task running, CancellationToken cancellation)
    {
        await TryAsync(() => _stopping.CancelAsync());
        await running;
        await TryAsync(() => checkpoints.SignAsync(node.Name, cancellation));
    }

    async Task RunAsync(CancellationToken stopping)
    {
        await TryAsync(() => checkpoints.SignAllAsync(stopping));
        while (!stopping.IsCancellationRequested)
        {
            await TryAsync(async () =>
            {
                await turn.WaitAsync(TimeSpan.FromMinutes(options.Value.AuditCheckpointMinutes), clock, stopping);
                await checkpoints.SignAsync(node.Name, stopping);
            });
        }
    }

    // what fails is tried again in its turn: entries wait for their signature, nobody waits for it
    async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException)
        {
            // stopping, or a host that went away without
        }
        catch (Exception fault) when (fault is StoreException or System.Security.Cryptography.CryptographicException)
        {
            StoreLog.NoCheckpoint(logger, fault.Message);
        }
    }
}
