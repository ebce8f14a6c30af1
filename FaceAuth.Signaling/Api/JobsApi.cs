using System.Text.Json;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Jobs;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Api;

/// <summary>Jobs and their runs, for the operator: list, ask for one, look, cancel.</summary>
internal static class JobsApi
{
    const string StateNames = "waiting running succeeded failed cancelled lost";

    /// <summary>A job.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Text">What it does.</param>
    /// <param name="Schedule">When it runs, as Quartz writes it, in UTC; null where only asked for.</param>
    /// <param name="Next">When it runs next, as far as this node knows.</param>
    /// <param name="Last">Its latest run.</param>
    internal sealed record View(
        [Field("Its name.")] string Name,
        [Field("What it does.")] string Text,
        [Field("When it runs, as Quartz writes it, in UTC; absent where it is only asked for.")] string? Schedule,
        [Field("When it runs next, as far as this node knows.")] DateTimeOffset? Next,
        RunView? Last);

    /// <summary>All jobs.</summary>
    internal sealed record Listing([Field("The jobs.")] IReadOnlyList<View> Jobs);

    /// <summary>One run.</summary>
    internal sealed record RunView(
        [Field("Its number.", Least = 1)] long Id,
        [Field("The job's name.")] string Job,
        [Field("How it stands.", OneOf = StateNames)] string State,
        [Field("The node that runs it.")] string? Node,
        [Field("Who asked for it.")] string RequestedBy,
        [Field("What the job was told.")] JsonElement? Parameters,
        [Field("When it was asked for.")] DateTimeOffset RequestedAt,
        [Field("When it began.")] DateTimeOffset? StartedAt,
        [Field("When it ended.")] DateTimeOffset? EndedAt,
        [Field("Things done.", Least = 0)] long Done,
        [Field("Things to do, where that is known.", Least = 0)] long? Total,
        [Field("Things that failed.", Least = 0)] long Failed,
        [Field("What it said last.")] string? Message,
        [Field("The run that it goes on with.")] long? Resumes);

    /// <summary>A page of runs, newest first.</summary>
    /// <param name="Runs">The runs.</param>
    /// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
    internal sealed record Page(
        [Field("The runs, newest first.", Most = Paging.Most)] IReadOnlyList<RunView> Runs,
        [Field("The `after` of the next page; absent on the last.", Pattern = "^[0-9]+$")] string? Next);

    /// <summary>What to tell the job.</summary>
    internal sealed record Request(
        [Field("What the job takes: an object; left out for nothing.")] JsonElement? Parameters);

    public static RouteGroupBuilder MapJobs(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/jobs").WithTags("Jobs").RequireAuthorization(Policies.Auditor).CountRefusals()
            .RefuseUnknownFilters();
        var at = new DateTimeOffset(2026, 3, 1, 3, 0, 0, TimeSpan.Zero);
        var run = new RunView(
            7, "retention", "succeeded", "node-1", "schedule", null, at, at.AddSeconds(1), at.AddSeconds(9), 120, 120, 0, "120 erased",
            null);
        var import = JsonElement.Parse("""{"owner":"shop","folder":"/srv/photos"}""");
        var asked = run with { Job = "import", State = "waiting", Parameters = import, StartedAt = null, EndedAt = null, Message = null };
        group.MapGet("/", ListAsync)
            .Describe("listJobs", "List jobs")
            .Answers(200, new Listing([new("retention", "Erases what was kept long enough.", "0 0 3 * * ?", at.AddDays(1), run)]));
        group.MapGet("/{name}/runs", RunsAsync)
            .Describe("listJobRuns", "List a job's runs, newest first").Answers(200, new Page([run], "7")).Refuses(Refusals.JobUnknown);
        group.MapPost("/{name}/runs", AskAsync).RequireAuthorization(Policies.Operator).Idempotent()
            .Describe("runJob", "Ask for a run").Takes(new Request(import))
            .Answers(202, asked)
            .Refuses(Refusals.JobUnknown, Refusals.BadParameters, Refusals.TooManyRuns);
        group.MapGet("/{name}/runs/{id}", ShowAsync)
            .Describe("showJobRun", "Look at a run").Answers(200, run).Refuses(Refusals.JobRunUnknown);
        group.MapDelete("/{name}/runs/{id}", CancelAsync).RequireAuthorization(Policies.Operator)
            .Describe("cancelJobRun", "Cancel a run").Refuses(Refusals.JobRunUnknown, Refusals.JobRunOver);
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
        string name, JobCatalog catalog, IJobRunStore runs, CancellationToken cancellation, string? after = null, int count = Paging.Usual,
        [Field("Only those that stand so.", OneOf = StateNames)] string? state = null)
    {
        if (!Paging.TryRead(after, count, out long? last)) return Problems.Of(Paging.Bad);
        JobRunState? wanted = null;
        if (state is not null)
        {
            if (!Wire.TryState(state, out JobRunState named)) return Problems.Of(Paging.BadFilter("state", StateNames));
            wanted = named;
        }

        if (catalog.Find(name) is null) return Problems.Of(Refusals.JobUnknown);
        var found = await runs.ListAsync(name, last, count + 1, cancellation, wanted);
        var (page, end) = Paging.Cut(found, count);
        return TypedResults.Ok(new Page([.. page.Select(ViewOf)], Paging.Next(end?.Id)));
    }

    internal static async Task<Results<Accepted<RunView>, ProblemHttpResult>> AskAsync(
        string name, Request? request, JobCatalog catalog, JobRequests requests, HttpRequest http, CancellationToken cancellation)
    {
        var parameters = request?.Parameters is { ValueKind: not JsonValueKind.Null } given ? given : (JsonElement?)null;
        return (await requests.TryAskAsync(catalog.Find(name), parameters, "api", cancellation)).TryGet(out var run, out var refusal)
            ? TypedResults.Accepted(http.PlaceOf($"/v1/jobs/{run.Job}/runs/{run.Id}"), ViewOf(run)) : Problems.Of(refusal);
    }

    internal static async Task<Results<Ok<RunView>, ProblemHttpResult>> ShowAsync(
        string name, long id, IJobRunStore runs, CancellationToken cancellation) =>
        await FindAsync(name, id, runs, cancellation) is { } run ? TypedResults.Ok(ViewOf(run)) : Problems.Of(Refusals.JobRunUnknown);

    internal static async Task<Results<NoContent, ProblemHttpResult>> CancelAsync(
        string name, long id, JobRequests requests, CancellationToken cancellation) =>
        await requests.TryCancelAsync(name, id, "api", cancellation) is { } refusal ? Problems.Of(refusal) : TypedResults.NoContent();

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
