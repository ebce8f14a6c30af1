using System.Globalization;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;
using Quartz;

namespace FaceAuth.Signaling.Jobs;

/// <summary>What the scheduler runs: any job, by its name, never two runs of one job at a time.</summary>
[DisallowConcurrentExecution]
internal sealed class ScheduledJob(
    JobCatalog catalog, JobRunner runner, IJobRunStore runs, IOptions<JobOptions> options, ILogger<ScheduledJob> logger) : IJob
{
    /// <summary>In a trigger's data: the run that was asked for.</summary>
    public const string Run = "run";

    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        if (catalog.Find(context.JobDetail.Key.Name) is not { } job) return;   // another version's
        long? asked = context.MergedJobDataMap.TryGetValue(Run, out var value)
            ? long.Parse((string)value!, CultureInfo.InvariantCulture) : null;
        try
        {
            if (job.LackOf(options.Value) is not null)
            {
                // it waits, and the watch of a node that can run it begins it; one that was lost is made to wait
                if (asked is { } id && context.Recovering) await runner.HandOnAsync(job, id, cancellationToken);
                return;
            }

            var run = await runner.RunAsync(job, asked, context.Recovering, null, cancellationToken);
            // this node stops: another goes on, or this one once it starts again
            if (run is { State: JobRunState.Lost } && cancellationToken.IsCancellationRequested && job.Reach == JobReach.Cluster)
                await runs.RequestAsync(job.Name, run.Parameters, run.RequestedBy, CancellationToken.None);
        }
#pragma warning disable CA1031 // the scheduler would only log it: what was asked for still waits and comes again
        catch (Exception fault)
#pragma warning restore CA1031
        {
            if (!cancellationToken.IsCancellationRequested) JobLog.Unkept(logger, job.Name, fault);
        }
    }
}
