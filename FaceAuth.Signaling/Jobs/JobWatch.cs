using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Jobs;

/// <summary>Looks every second for runs that were asked for, by the API of any node or by a command, and for lost ones.</summary>
internal sealed class JobWatch(
    JobScheduler scheduler, IJobRunStore runs, JobCatalog catalog, IOptions<JobOptions> options, TimeProvider time,
    ILogger<JobWatch> logger) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    PeriodicTimer? _timer;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new(Every, time);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _timer?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!scheduler.IsRunning) return;
        if (options.Value.ImportDirectory is { } folder && !Directory.Exists(folder)) JobLog.NoImportDirectory(logger);
        var isBlind = false;
        while (await _timer!.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
                if (isBlind) JobLog.WatchedAgain(logger);
                isBlind = false;
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                // told once, not every second
                if (!isBlind) JobLog.NotWatched(logger, fault);
                isBlind = true;
            }
        }
    }

    async Task LookAsync(CancellationToken cancellation)
    {
        foreach (var run in await runs.WaitingAsync(cancellation))
        {
            if (catalog.Find(run.Job) is not { } job) continue;
            if (job.LackOf(options.Value) is not { } lack) await scheduler.BeginAsync(job, run.Id, cancellation);
            else if (run.Report.Message is null) await runs.TellAsync(run.Id, lack, cancellation);
        }

        var lost = await runs.EndLostAsync(JobRunner.LostAfter, cancellation);
        if (lost > 0) JobLog.Lost(logger, lost);
    }
}
