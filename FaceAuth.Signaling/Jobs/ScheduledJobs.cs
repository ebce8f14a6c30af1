using Quartz;
using Quartz.Extensibility;

namespace FaceAuth.Signaling.Jobs;

/// <summary>Makes what the scheduler runs from the host's services.</summary>
internal sealed class ScheduledJobs(IServiceProvider services) : IJobFactory
{
    public ValueTask<JobScope> CreateJob(
        TriggerFiredBundle bundle, IScheduler scheduler, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new JobScope(ActivatorUtilities.CreateInstance<ScheduledJob>(services)));

    public ValueTask ReturnJob(JobScope scope, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
}
