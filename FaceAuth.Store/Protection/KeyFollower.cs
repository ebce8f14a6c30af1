using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Hosting;

namespace FaceAuth.Store.Protection;

/// <summary>Looks every two seconds whether another process rotates keys, so that an idle server misses no handover.</summary>
/// <remarks>Must be well below <see cref="MasterRotation.Settling"/>. What it fails at is in the health check, and tried again.</remarks>
internal sealed class KeyFollower(KeyFence fence) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await Task.Run(fence.Refresh, stoppingToken);
                }
                catch (StoreException)
                {
                    // the health check says it
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the host ends
        }
    }
}
