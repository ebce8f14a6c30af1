using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Templates;

/// <summary>Brings the search indexes up to date four times a second, for as long as the host runs.</summary>
internal sealed class ChangeWatch(TemplateChanges changes, TimeProvider clock, ILogger<ChangeWatch> logger) : BackgroundService
{
    // a change is to be seen within a second
    static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        var isBehind = false;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await changes.CatchUpAsync(stoppingToken);
                if (isBehind) StoreLog.FollowedAgain(logger);
                isBehind = false;
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // told once; searches go on, and what is gone from the database is not found
                if (!isBehind) StoreLog.NotFollowed(logger, fault);
                isBehind = true;
            }
        }
    }
}
