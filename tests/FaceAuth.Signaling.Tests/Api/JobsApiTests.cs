using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using FaceAuth.Signaling.Jobs;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using FaceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Api;

public sealed class JobsApiTests : IAsyncDisposable
{
    const string Key = "0123456789abcdef0123456789abcdef";

    readonly SampleJob.Script _script = new();
    readonly HostApplication _host;

    public JobsApiTests() => _host = new(("Jobs:Enabled", "true"), ("Operator:Key", Key))
    {
        Adds = services => services.AddSingleton(_script).AddSingleton(SampleJob.Descriptor),
    };

    [Fact]
    public async Task A_run_that_was_asked_for_is_seen_waiting_running_and_done_and_audited()
    {
        using var client = Operator();

        using var asked = await client.PostAsJsonAsync("/v1/jobs/sample/runs", new { parameters = new { a = 1 } });
        var id = (await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
        var running = await UntilAsync(client, id, run => run.GetProperty("done").GetInt64() == 3);
        _script.Goes.SetResult();
        var ended = await UntilAsync(client, id, IsOver);
        var listed = await client.JsonAsync("/v1/jobs");
        var page = await client.JsonAsync("/v1/jobs/sample/runs");

        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        Assert.Equal($"/v1/jobs/sample/runs/{id}", asked.Headers.Location!.OriginalString);
        Assert.Equal(("running", 4), (running.GetProperty("state").GetString(), running.GetProperty("total").GetInt64()));
        Assert.Equal(("succeeded", "all of it"), (ended.GetProperty("state").GetString(), ended.GetProperty("message").GetString()));
        Assert.Equal((4, 1), (ended.GetProperty("done").GetInt64(), ended.GetProperty("failed").GetInt64()));
        Assert.Equal("""{"a":1}""", ended.GetProperty("parameters").GetRawText());
        var job = listed.GetProperty("jobs").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "sample");
        Assert.Equal(id, job.GetProperty("last").GetProperty("id").GetInt64());
        Assert.Equal(id, Assert.Single(page.GetProperty("runs").EnumerateArray()).GetProperty("id").GetInt64());
        var entry = Assert.Single(await _host.Audit.RecentAsync("operator", 10, default));
        Assert.Equal("job.requested", entry.Action);
    }

    [Fact]
    public async Task A_cancelled_run_ends_and_the_next_goes_on_where_it_was()
    {
        using var client = Operator();
        var first = await AskAsync(client);
        await UntilAsync(client, first, run => run.GetProperty("done").GetInt64() == 3);

        using var cancelled = await client.DeleteAsync($"/v1/jobs/sample/runs/{first}");
        var over = await UntilAsync(client, first, IsOver);
        using var again = await client.DeleteAsync($"/v1/jobs/sample/runs/{first}");
        _script.Goes.SetResult();
        var next = await UntilAsync(client, await AskAsync(client), IsOver);

        Assert.Equal(HttpStatusCode.NoContent, cancelled.StatusCode);
        Assert.Equal("cancelled", over.GetProperty("state").GetString());
        await again.AssertProblemAsync(HttpStatusCode.Conflict, "job_run_over");
        Assert.Equal(
            ("succeeded", first, 4),
            (next.GetProperty("state").GetString(), next.GetProperty("resumes").GetInt64(), next.GetProperty("done").GetInt64()));
    }

    [Fact]
    public async Task A_job_that_breaks_says_so_without_its_exceptions_words()
    {
        _script.Fault = new InvalidOperationException("Anna's secret");
        using var client = Operator();

        var run = await UntilAsync(client, await AskAsync(client), IsOver);

        Assert.Equal("failed", run.GetProperty("state").GetString());
        Assert.DoesNotContain("Anna", run.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_index_check_runs_and_tells_what_it_compared()
    {
        using var client = Operator();
        using var asked = await client.PostAsync("/v1/jobs/index-check/runs", null);
        var id = (await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();

        var run = await UntilAsync(client, id, IsOver, "index-check");

        Assert.Equal("succeeded", run.GetProperty("state").GetString());
        Assert.Contains("0 indexes", run.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_operators_key_opens_it()
    {
        using var party = await _host.RelyingPartyAsync();
        using var wrong = _host.CreateClient();
        wrong.DefaultRequestHeaders.Add("X-Operator-Key", Key + "0");

        using var refused = await party.GetAsync("/v1/jobs");
        using var refusedToo = await wrong.PostAsync("/v1/jobs/sample/runs", null);

        await refused.AssertProblemAsync(HttpStatusCode.Unauthorized, "operator_key_invalid");
        await refusedToo.AssertProblemAsync(HttpStatusCode.Unauthorized, "operator_key_invalid");
    }

    [Fact]
    public async Task Without_an_operators_key_it_is_closed_to_everybody()
    {
        await using var host = new HostApplication();
        using var client = host.CreateClient();
        client.DefaultRequestHeaders.Add("X-Operator-Key", "");

        using var answer = await client.GetAsync("/v1/jobs");

        await answer.AssertProblemAsync(HttpStatusCode.Forbidden, "operator_closed");
    }

    [Theory]
    [InlineData("GET", "/v1/jobs/none/runs", HttpStatusCode.NotFound, "job_unknown")]
    [InlineData("POST", "/v1/jobs/none/runs", HttpStatusCode.NotFound, "job_unknown")]
    [InlineData("GET", "/v1/jobs/sample/runs/4711", HttpStatusCode.NotFound, "job_run_unknown")]
    [InlineData("DELETE", "/v1/jobs/sample/runs/4711", HttpStatusCode.NotFound, "job_run_unknown")]
    [InlineData("GET", "/v1/jobs/sample/runs?count=0", HttpStatusCode.BadRequest, "bad_request")]
    [InlineData("POST", "/v1/jobs/import/runs", HttpStatusCode.BadRequest, "bad_parameters")]
    public async Task What_is_not_there_or_makes_no_sense_is_told(string method, string path, HttpStatusCode status, string code)
    {
        using var client = Operator();
        using var request = new HttpRequestMessage(new(method), path);

        using var answer = await client.SendAsync(request);

        await answer.AssertProblemAsync(status, code);
    }

    [Theory]
    [InlineData("""{"owner":"shop","folder":""}""")]
    [InlineData("""{"owner":"shop","folder":"a\u0000b"}""")]
    [InlineData("""{"owner":"shop","csv":"\ud800"}""")]
    [InlineData("""{"owner":"shop"}""")]
    public async Task Paths_that_are_none_are_refused(string parameters)
    {
        using var client = Operator();

        using var answer = await client.PostAsync("/v1/jobs/import/runs", Json($$"""{"parameters":{{parameters}}}"""));

        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_parameters");
    }

    [Fact]
    public async Task Parameters_that_are_too_long_are_refused()
    {
        using var client = Operator();

        using var answer = await client.PostAsJsonAsync("/v1/jobs/sample/runs", new { parameters = new string('x', 4096) });

        await answer.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_parameters");
    }

    [Fact]
    public async Task A_run_in_the_database_that_nobody_asked_for_is_shown_and_not_run()
    {
        using var client = Operator();
        await using (var context = await _host.Services.GetRequiredService<IDbContextFactory<FaceAuthDbContext>>().CreateDbContextAsync())
        {
            context.JobRuns.Add(new() { Job = "sample", Parameters = "{", RequestedBy = "operator", State = (JobRunState)77 });
            context.JobRuns.Add(new() { Job = "sample", Parameters = "{", RequestedBy = "operator" });
            await context.SaveChangesAsync();
        }

        var run = await UntilAsync(client, 2, IsOver);
        var listed = await client.JsonAsync("/v1/jobs");
        var page = await client.JsonAsync("/v1/jobs/sample/runs");

        Assert.Equal(("failed", false), (run.GetProperty("state").GetString(), run.TryGetProperty("parameters", out _)));
        Assert.NotEmpty(listed.GetProperty("jobs").EnumerateArray());
        Assert.Equal(2, page.GetProperty("runs").GetArrayLength());
        Assert.Contains(await _host.Audit.RecentAsync("system", 10, default), entry => entry.Action == "store.row_altered");
    }

    [Fact]
    public async Task An_import_waits_for_a_node_that_has_a_folder_for_it_and_says_so()
    {
        using var client = Operator();
        using var asked = await client.PostAsync(
            "/v1/jobs/import/runs", Json("""{"parameters":{"owner":"shop","folder":"photos"}}"""));
        var id = (await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();

        var run = await UntilAsync(client, id, run => run.TryGetProperty("message", out _), "import");

        Assert.Equal("waiting", run.GetProperty("state").GetString());
        Assert.Contains("Jobs:ImportDirectory", run.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Jobs:Schedules:index-check", "every day", "index-check")]
    [InlineData("Jobs:Schedules:tidy", "never", "tidy")]
    [InlineData("Operator:Key", "short", "Operator:Key")]
    public async Task A_setting_that_makes_no_sense_stops_the_start(string name, string value, string told)
    {
        var (code, _, error) = await CommandProcess.RunAsync("serve", $"--{name}={value}", "--Store:Directory", _host.Folder);

        Assert.Equal(1, code);
        Assert.Contains(told, Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    HttpClient Operator()
    {
        var client = _host.CreateClient();
        client.DefaultRequestHeaders.Add("X-Operator-Key", Key);
        return client;
    }

    static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    static async Task<long> AskAsync(HttpClient client)
    {
        using var asked = await client.PostAsync("/v1/jobs/sample/runs", null);
        return (await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
    }

    static bool IsOver(JsonElement run) => run.GetProperty("state").GetString() is not ("waiting" or "running");

    /// <summary>The clock is the test's, the scheduler's threads are not.</summary>
    async Task<JsonElement> UntilAsync(HttpClient client, long id, Func<JsonElement, bool> isSo, string job = "sample")
    {
        while (true)
        {
            var run = await client.JsonAsync($"/v1/jobs/{job}/runs/{id}");
            if (isSo(run)) return run;
            _host.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Does three of four items, waits for the test, does the fourth.</summary>
    internal sealed class SampleJob(SampleJob.Script script) : IServerJob
    {
        public static JobDescriptor Descriptor { get; } =
            new("sample", "A job of the tests.", null, JobReach.Cluster, typeof(SampleJob), _ => null);

        public async Task<string> RunAsync(JobProgress progress, CancellationToken cancellation)
        {
            if (script.Fault is { } fault) throw fault;
            progress.SetTotal(4);
            if (progress.Cursor != "3") progress.Advance(3, 1, "3");
            await script.Goes.Task.WaitAsync(cancellation);
            progress.Advance(1);
            return "all of it";
        }

        internal sealed class Script
        {
            public TaskCompletionSource Goes { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

            public Exception? Fault { get; set; }
        }
    }
}
