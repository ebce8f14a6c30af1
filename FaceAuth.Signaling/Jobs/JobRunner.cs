using System.Text.Json;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Signaling.Errors;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Jobs;

/// <summary>Runs a job and keeps its history: begins it, tells every second that it lives, ends it.</summary>
/// <remarks>Safe from many threads, in the server and in a command alike.</remarks>
internal sealed class JobRunner(
    IServiceProvider services, IJobRunStore runs, JobNode node, IStoreFaults faults, TimeProvider time, ILogger<JobRunner> logger)
{
    /// <summary>A run that was not heard of for so long is lost.</summary>
    public static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(15);

    static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait for a run before this one that is still heard of, or not silent for long enough.</summary>
    static readonly TimeSpan Patience = 2 * LostAfter;

    /// <summary>Runs it, unless the run that was asked for is over or another goes on for too long.</summary>
    /// <param name="job">The job.</param>
    /// <param name="asked">The run that was asked for; null for a schedule's or a command's own.</param>
    /// <param name="recovers">Whether it may take the place of a run that was lost.</param>
    /// <param name="wish">What to tell the job and who asks, where no run was asked for.</param>
    /// <param name="stopping">Ends the run: the process is about to end.</param>
    /// <returns>The run as it ended; null where there was none.</returns>
    public async Task<JobRun?> RunAsync(
        JobDescriptor job, long? asked, bool recovers, (string? Parameters, string By)? wish, CancellationToken stopping)
    {
        if (await BeginAsync(job, asked, recovers, false, wish, stopping) is not { } run) return null;
        JobLog.Began(logger, job.Name, run.Id);
        var progress = new JobProgress(run);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var over = new CancellationTokenSource();
        var following = FollowAsync(run.Id, progress, ending, over.Token);
        var (state, message) = await WorkAsync(job, progress, ending.Token);
        await over.CancelAsync();
        var order = await following;
        if (state == JobRunState.Cancelled && order != JobOrder.Cancel)
            (state, message) = (JobRunState.Lost, "The process that ran it stopped. The next run goes on where it was.");
        var report = progress.Report with { Message = message };
        if (state == JobRunState.Succeeded) report = report with { Cursor = null };
        if (order == JobOrder.Stop || !await runs.EndAsync(run.Id, node.Name, state, report, CancellationToken.None))
        {
            JobLog.Displaced(logger, job.Name, run.Id);
            return await runs.FindAsync(run.Id, CancellationToken.None);
        }

        JobLog.Ended(logger, job.Name, run.Id, state, report.Done, report.FailedItems);
        return run with { State = state, Report = report, EndedAt = time.GetUtcNow() };
    }

    /// <summary>Has a run that this node was to recover and cannot run wait for another node.</summary>
    public Task HandOnAsync(JobDescriptor job, long asked, CancellationToken stopping) =>
        BeginAsync(job, asked, true, true, null, stopping);

    async Task<JobRun?> BeginAsync(
        JobDescriptor job, long? asked, bool recovers, bool handsOn, (string? Parameters, string By)? wish,
        CancellationToken cancellation)
    {
        for (var since = time.GetTimestamp(); ;)
        {
            var start = new JobStart(job.Name, job.SlotOn(node), node.Name, LostAfter)
            {
                Asked = asked,
                Recovers = recovers,
                HandsOn = handsOn,
                Parameters = wish?.Parameters,
                RequestedBy = wish?.By ?? "system",
            };
            var (run, isBusy) = await runs.BeginAsync(start, cancellation);
            if (!isBusy) return run;
            if (time.GetElapsedTime(since) >= Patience)
            {
                JobLog.Busy(logger, job.Name);
                return null;
            }

            await Task.Delay(Beat, time, cancellation);
        }
    }

    async Task<(JobRunState State, string Message)> WorkAsync(JobDescriptor job, JobProgress progress, CancellationToken ending)
    {
        try
        {
            if (FaultOf(job, progress.Parameters) is { } wrong) throw new JobException(wrong);
            await using var scope = services.CreateAsyncScope();
            var work = (IServerJob)ActivatorUtilities.CreateInstance(scope.ServiceProvider, job.Work);
            return (JobRunState.Succeeded, await work.RunAsync(progress, ending));
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return (JobRunState.Cancelled, "It was cancelled.");
        }
        catch (Exception fault) when (fault is not (JobException or ModelException) && faults.Explain(fault) is { } broken)
        {
            // the code that the API answers with, and what the store says of it
            JobLog.Failed(logger, job.Name, progress.RunId, broken.Message);
            return (JobRunState.Failed, $"{StoreFaults.Of(broken).Code}: {broken.Message}");
        }
        catch (Exception fault) when (fault is JobException or ModelException)
        {
            JobLog.Failed(logger, job.Name, progress.RunId, fault.Message);
            return (JobRunState.Failed, fault.Message);
        }
#pragma warning disable CA1031 // a job that breaks ends itself and nothing else
        catch (Exception fault)
#pragma warning restore CA1031
        {
            JobLog.Broke(logger, job.Name, progress.RunId, fault);
            return (JobRunState.Failed, $"It broke ({fault.GetType().Name}); the log of its node says more.");
        }
    }

    /// <summary>What is wrong with what a run was told, which a schedule may not have told anything.</summary>
    static string? FaultOf(JobDescriptor job, string? parameters)
    {
        try
        {
            return job.FaultOf(parameters is null ? null : JsonElement.Parse(parameters));
        }
        catch (JsonException)
        {
            return "What it was told is no JSON.";
        }
    }

    /// <summary>Until the work is over, or something ends it.</summary>
    async Task<JobOrder> FollowAsync(long run, JobProgress progress, CancellationTokenSource ending, CancellationToken over)
    {
        using var timer = new PeriodicTimer(Beat, time);
        var heard = time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                var order = JobOrder.GoOn;
                try
                {
                    order = await runs.ReportAsync(run, node.Name, progress.Report, over);
                    heard = time.GetTimestamp();
                }
                catch (StoreException)
                {
                    // by now others count it as lost, and may have begun in its place
                    if (time.GetElapsedTime(heard) >= LostAfter) order = JobOrder.Stop;
                }

                if (order == JobOrder.GoOn) continue;
                await ending.CancelAsync();
                return order;
            }
        }
        catch (OperationCanceledException)
        {
            // over
        }

        return JobOrder.GoOn;
    }
}
