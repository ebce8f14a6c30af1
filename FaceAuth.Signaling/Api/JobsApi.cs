using System.Text.Json;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Jobs;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Api;

/// <summary>Jobs and their runs, for the operator: list, ask for one, look, cancel.</summary>
internal static class JobsApi
{
    const int MaxPage = 200;

    /// <summary>A job.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Text">What it does.</param>
    /// <param name="Schedule">When it runs, as Quartz writes it, in UTC; null where only asked for.</param>
    /// <param name="Next">When it runs next, as far as this node knows.</param>
    /// <param name="Last">Its latest run.</param>
    internal sealed record View(string Name, string Text, string? Schedule, DateTimeOffset? Next, RunView? Last);

    /// <summary>All jobs.</summary>
    internal sealed record Listing(IReadOnlyList<View> Jobs);

    /// <summary>One run.</summary>
    internal sealed record RunView(
        long Id, string Job, string State, string? Node, string RequestedBy, JsonElement? Parameters, DateTimeOffset RequestedAt,
        DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, long Done, long? Total, long Failed, string? Message, long? Resumes);

    /// <summary>A page of runs, newest first.</summary>
    /// <param name="Runs">The runs.</param>
    /// <param name="Next">Value of <c>before</c> for the next page; null on the last.</param>
    internal sealed record Page(IReadOnlyList<RunView> Runs, long? Next);

    /// <summary>What to tell the job.</summary>
    internal sealed record Request(JsonElement? Parameters);

    public static RouteGroupBuilder MapJobs(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/jobs").WithTags("Jobs").RequireAuthorization(Policies.Operator).CountRefusals();
        group.MapGet("/", ListAsync);
        group.MapGet("/{name}/runs", RunsAsync);
        group.MapPost("/{name}/runs", AskAsync);
        group.MapGet("/{name}/runs/{id:long}", ShowAsync);
        group.MapDelete("/{name}/runs/{id:long}", CancelAsync);
        return group;
    }

    internal static async Task<Ok<Listing>> ListAsync(
        JobCatalog catalog, JobScheduler scheduler, IJobRunStore runs, IOptions<JobOptions> options, CancellationToken cancellation)
    {
        var views = new List<View>();
        foreach (var job in catalog.All)
        {
            var last = await runs.ListAsync(job.Name, null, 1, cancellation);
            views.Add(new(
                job.Name, job.Text, options.Value.ScheduleOf(job), await scheduler.NextAsync(job, cancellation),
                last.Count == 0 ? null : ViewOf(last[0])));
        }

        return TypedResults.Ok(new Listing(views));
    }

    internal static async Task<Results<Ok<Page>, ProblemHttpResult>> RunsAsync(
        string name, JobCatalog catalog, IJobRunStore runs, CancellationToken cancellation, long? before = null, int count = 50)
    {
        if (count is < 1 or > MaxPage)
            return Problems.Of(Refusals.BadRequest.With($"Set count to 1 to {MaxPage}, and before to the next of the page before."));
        if (catalog.Find(name) is null) return Problems.Of(Refusals.JobUnknown);
        var found = await runs.ListAsync(name, before, count, cancellation);
        return TypedResults.Ok(new Page([.. found.Select(ViewOf)], found.Count == count ? found[^1].Id : null));
    }

    internal static async Task<Results<Accepted<RunView>, ProblemHttpResult>> AskAsync(
        string name, Request? request, JobCatalog catalog, JobRequests requests, CancellationToken cancellation)
    {
        if (catalog.Find(name) is not { } job) return Problems.Of(Refusals.JobUnknown);
        var parameters = request?.Parameters is { ValueKind: not JsonValueKind.Null } given ? given : (JsonElement?)null;
        if (JobRequests.FaultOf(job, parameters) is { } fault) return Problems.Of(Refusals.BadParameters.With(fault));
        try
        {
            var run = await requests.AskAsync(job, parameters, "api", cancellation);
            return TypedResults.Accepted($"/v1/jobs/{job.Name}/runs/{run.Id}", ViewOf(run));
        }
        catch (InvalidOperationException)
        {
            return Problems.Of(Refusals.TooManyRuns);
        }
    }

    internal static async Task<Results<Ok<RunView>, ProblemHttpResult>> ShowAsync(
        string name, long id, IJobRunStore runs, CancellationToken cancellation) =>
        await FindAsync(name, id, runs, cancellation) is { } run ? TypedResults.Ok(ViewOf(run)) : Problems.Of(Refusals.JobRunUnknown);

    internal static async Task<Results<NoContent, ProblemHttpResult>> CancelAsync(
        string name, long id, IJobRunStore runs, JobRequests requests, CancellationToken cancellation)
    {
        if (await FindAsync(name, id, runs, cancellation) is not { } run) return Problems.Of(Refusals.JobRunUnknown);
        return await requests.CancelAsync(run, "api", cancellation) ? TypedResults.NoContent() : Problems.Of(Refusals.JobRunOver);
    }

    static async Task<JobRun?> FindAsync(string name, long id, IJobRunStore runs, CancellationToken cancellation) =>
        await runs.FindAsync(id, cancellation) is { } run && run.Job == name ? run : null;

    static RunView ViewOf(JobRun run) => new(
        run.Id, run.Job, Wire.Name(run.State), run.Node, run.RequestedBy,
        ParametersOf(run), run.RequestedAt, run.StartedAt, run.EndedAt,
        run.Report.Done, run.Report.Total, run.Report.FailedItems, run.Report.Message, run.Resumes);

    /// <summary>What the run was told; null where that is nothing or no JSON, as somebody may have written into the database.</summary>
    static JsonElement? ParametersOf(JobRun run)
    {
        try
        {
            return run.Parameters is { } parameters ? JsonElement.Parse(parameters) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
