using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Protection;

/// <summary>Looks every two seconds whether another process rotates keys, so that an idle server misses no handover.</summary>
/// <remarks>
/// Must be well below <see cref="MasterRotation.Settling"/>. It also finishes a renewal of the transform that was interrupted. What it
/// fails at is tried again.
/// </remarks>
internal sealed class KeyFollower(
    KeyFence fence, KeyRing ring, ProtectionChange change, TransformRotation rotation, ILogger<KeyFollower> logger) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    string? _said;

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
                    if (ring.IsRecorded && ring.State.IsRenewing) await FinishAsync(stoppingToken);
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    // the first of a row: the server goes on, and the health check says what it should
                    if (fault.Message != _said) StoreLog.FollowFailed(logger, fault.Message);
                    _said = fault.Message;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the host ends
        }
    }

    async Task FinishAsync(CancellationToken cancellation)
    {
        await using var alone = await change.TryBeginAsync(cancellation);
        if (alone is null) return;
        // whoever held it may have finished
        fence.Refresh();
        if (!ring.State.IsRenewing) return;
        var renewed = 0;
        await rotation.FinishAsync(some => renewed += some, cancellation);
        StoreLog.Renewed(logger, renewed, ring.State.Generation);
    }
}
