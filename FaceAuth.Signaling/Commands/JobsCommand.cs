using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FaceAuth.Signaling.Hosting;
using FaceAuth.Signaling.Jobs;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Commands;

/// <summary><c>faceauth jobs list | run NAME | show ID</c>, through the database that a server shares or will.</summary>
internal static class JobsCommand
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan Unheard = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The job's name, as jobs list shows it." };
        var id = new Argument<long>("ID") { Description = "The run's number." };
        var parameters = new Option<string?>("--parameters") { Description = "What to tell the job: a JSON object." };
        var wait = new Option<bool>("--wait") { Description = "Waits until the run is over; 0 when it succeeded." };
        var list = new Command("list", "Lists the jobs, their schedules and their latest runs.");
        list.SetAction((parsed, cancellation) => RunAsync(parsed, services => ListAsync(parsed, services, cancellation), cancellation));
        var run = new Command("run", "Asks for a run of a job. A server on the same database takes it within a second.")
            { name, parameters, wait };
        run.SetAction((parsed, cancellation) => RunAsync(
            parsed,
            services => AskAsync(
                parsed, services, parsed.GetValue(name)!, parsed.GetValue(parameters), parsed.GetValue(wait), cancellation),
            cancellation));
        var show = new Command("show", "Shows a run.") { id };
        show.SetAction((parsed, cancellation) => RunAsync(
            parsed, services => ShowAsync(parsed, services, parsed.GetValue(id), cancellation), cancellation));
        return new Command("jobs", "Lists jobs, asks for runs of them and shows these.")
            { list.TakesSettings(), run.TakesSettings(), show.TakesSettings() };
    }

    static async Task<int> ListAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancellation)
    {
        var output = parsed.InvocationConfiguration.Output;
        var (runs, options) = (services.GetRequiredService<IJobRunStore>(), services.GetRequiredService<IOptions<JobOptions>>().Value);
        foreach (var job in services.GetRequiredService<JobCatalog>().All)
        {
            await output.WriteLineAsync($"{job.Name}  {options.ScheduleOf(job) ?? "when asked for"}  {job.Text}");
            foreach (var run in await runs.ListAsync(job.Name, null, 3, cancellation)) await output.WriteLineAsync($"  {LineOf(run)}");
        }

        return 0;
    }

    static async Task<int> AskAsync(
        ParseResult parsed, IServiceProvider services, string name, string? text, bool wait, CancellationToken cancellation)
    {
        var console = parsed.InvocationConfiguration;
        var catalog = services.GetRequiredService<JobCatalog>();
        if (catalog.Find(name) is not { } job)
        {
            await console.Error.WriteLineAsync(
                $"There is no job \"{name}\". There are {string.Join(", ", catalog.All.Select(one => one.Name))}.");
            return 1;
        }

        var fault = TryRead(text, out var parameters) ? JobRequests.FaultOf(job, parameters) : "--parameters is no JSON.";
        if (fault is not null)
        {
            await console.Error.WriteLineAsync(fault);
            return 1;
        }

        var run = await services.GetRequiredService<JobRequests>().AskAsync(job, parameters, "command", cancellation);
        await console.Output.WriteLineAsync(run.Id.ToString(CultureInfo.InvariantCulture));   // alone, so that a script can take it
        return wait ? await WaitAsync(console, services.GetRequiredService<IJobRunStore>(), run.Id, cancellation) : 0;
    }

    static async Task<int> WaitAsync(InvocationConfiguration console, IJobRunStore runs, long id, CancellationToken cancellation)
    {
        var (said, waited) = ("", TimeSpan.Zero);
        while (true)
        {
            if (await runs.FindAsync(id, cancellation) is not { } run) return 1;
            if (LineOf(run) is var line && line != said) await console.Error.WriteLineAsync(said = line);
            if (run.State >= JobRunState.Succeeded) return run.State == JobRunState.Succeeded ? 0 : 1;
            if (run.State == JobRunState.Waiting && (waited += Look) == Unheard)
                await console.Error.WriteLineAsync(
                    "No server has taken it yet. It runs once one serves on this database with Jobs:Enabled.");
            await Task.Delay(Look, cancellation);
        }
    }

    static async Task<int> ShowAsync(ParseResult parsed, IServiceProvider services, long id, CancellationToken cancellation)
    {
        var console = parsed.InvocationConfiguration;
        if (await services.GetRequiredService<IJobRunStore>().FindAsync(id, cancellation) is not { } run)
        {
            await console.Error.WriteLineAsync($"There is no run {id}; the latest 200 of each job are kept.");
            return 1;
        }

        await console.Output.WriteLineAsync($"{run.Job}  {LineOf(run)}");
        await console.Output.WriteLineAsync(
            $"asked for by {run.RequestedBy} at {run.RequestedAt:u}{(run.Node is { } node ? $", on {node}" : "")}"
            + (run.Resumes is { } earlier ? $", goes on with run {earlier}" : ""));
        if (run.Parameters is { } told) await console.Output.WriteLineAsync(told);
        return 0;
    }

    /// <summary>A run in one line, without its parameters.</summary>
    internal static string LineOf(JobRun run)
    {
        var (report, failed) = (run.Report, run.Report.FailedItems > 0 ? $", {run.Report.FailedItems} failed" : "");
        var done = report is { Done: 0, Total: null } ? "" : $"  {report.Done}{(report.Total is { } total ? $"/{total}" : "")}{failed}";
        return $"{run.Id}  {Wire.Name(run.State)}{done}{(report.Message is { } message ? $"  {message}" : "")}";
    }

    static bool TryRead(string? text, out JsonElement? parameters)
    {
        parameters = null;
        if (text is null) return true;
        try
        {
            parameters = JsonElement.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    static Task<int> RunAsync(ParseResult parsed, Func<IServiceProvider, Task<int>> work, CancellationToken cancellation) =>
        StoreCommand.RunAsync(parsed, services => services.AddJobHistory(), work, cancellation);
}
