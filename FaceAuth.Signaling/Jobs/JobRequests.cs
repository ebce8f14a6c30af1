using System.Text;
using System.Text.Json;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Jobs;

/// <summary>Asks for runs and cancels them, by the API or a command, and has each in the audit.</summary>
internal sealed class JobRequests(IJobRunStore runs, IAuditLog audit, TimeProvider time)
{
    /// <summary>The operator, in a run's history and in the audit, where nobody asked by an account.</summary>
    public const string Operator = "operator";

    /// <summary>A sentence about parameters that a job cannot be asked for with; null where it can.</summary>
    public static string? FaultOf(JobDescriptor job, JsonElement? parameters)
    {
        if (job.FaultOf(parameters) is { } fault) return fault;
        return Told(parameters) is { } told && Encoding.UTF8.GetByteCount(told) > IJobRunStore.MostParametersBytes
            ? $"They have more than {IJobRunStore.MostParametersBytes} bytes: tell it less." : null;
    }

    /// <param name="job">The job.</param>
    /// <param name="parameters">What to tell it, which it has found no fault with.</param>
    /// <param name="by">"api", "console" or "command".</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <exception cref="InvalidOperationException">Too many runs of it wait.</exception>
    public async Task<JobRun> AskAsync(JobDescriptor job, JsonElement? parameters, string by, CancellationToken cancellation)
    {
        var run = await runs.RequestAsync(job.Name, Told(parameters), StaffScope.Actor, cancellation);
        await AuditAsync("job.requested", run.Job, run.Id, by);
        return run;
    }

    /// <summary>Cancels a run; false where it is over.</summary>
    public async Task<bool> CancelAsync(JobRun run, string by, CancellationToken cancellation)
    {
        if (!await runs.CancelAsync(run.Id, cancellation)) return false;
        await AuditAsync("job.cancelled", run.Job, run.Id, by);
        return true;
    }

    /// <summary>As <see cref="AskAsync"/>, of what somebody wrote; null for a job that there is not.</summary>
    public async Task<Outcome<JobRun>> TryAskAsync(JobDescriptor? job, JsonElement? parameters, string by, CancellationToken cancellation)
    {
        if (job is null) return Refusals.JobUnknown;
        if (FaultOf(job, parameters) is { } fault) return Refusals.BadParameters.With(fault);
        try
        {
            return await AskAsync(job, parameters, by, cancellation);
        }
        catch (InvalidOperationException)
        {
            return Refusals.TooManyRuns;
        }
    }

    /// <summary>Cancels a job's run; null where it is done.</summary>
    public async Task<Refusal?> TryCancelAsync(string job, long id, string by, CancellationToken cancellation) =>
        await runs.FindAsync(id, cancellation) is not { } run || run.Job != job ? Refusals.JobRunUnknown
            : await CancelAsync(run, by, cancellation) ? null : Refusals.JobRunOver;

    // written anew, so that spaces make no other parameters
    static string? Told(JsonElement? parameters) => parameters is { } given ? JsonSerializer.Serialize(given) : null;

    /// <summary>Writes down what a command does of itself.</summary>
    public ValueTask AuditAsync(string action, string job, long? run, string by) =>
        // done by now: a caller that hangs up must not keep it out of the audit
        audit.AppendAsync(
            new AuditEntry(time.GetUtcNow(), action, StaffScope.Actor, Details: JsonSerializer.Serialize(new { job, run, by }))
            {
                Origin = ClientOrigin.Current,
            }, CancellationToken.None);
}
