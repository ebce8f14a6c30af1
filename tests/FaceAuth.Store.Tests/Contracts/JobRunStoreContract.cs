using FaceAuth.Store.Contracts;
using FaceAuth.Store.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What the history of jobs does on every engine.</summary>
public abstract class JobRunStoreContract : IAsyncLifetime
{
    const string Job = "tidy";

    static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    StoreUnderTest _store = null!;

    [Fact]
    public async Task A_run_that_was_asked_for_waits_until_a_node_takes_it_and_is_over_once_ended()
    {
        var asked = await Runs.RequestAsync(Job, """{"a":1}""", "operator", Cancellation);
        Assert.Equal(asked, Assert.Single(await Runs.WaitingAsync(Cancellation)));

        var run = (await BeginAsync("n1", asked.Id)).Run!;
        Assert.Equal((asked.Id, JobRunState.Running, "n1", asked.Parameters), (run.Id, run.State, run.Node, run.Parameters));
        Assert.Empty(await Runs.WaitingAsync(Cancellation));
        _store.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(JobOrder.GoOn, await Runs.ReportAsync(run.Id, "n1", new(5, 10, 1, "half", "c5"), Cancellation));
        var seen = (await Runs.FindAsync(run.Id, Cancellation))!;
        Assert.Equal(new JobReport(5, 10, 1, "half", "c5"), seen.Report);
        Assert.Equal(_store.Clock.GetUtcNow(), seen.HeardAt);

        Assert.True(await Runs.EndAsync(run.Id, "n1", JobRunState.Succeeded, new(10, 10, 1, "done", null), Cancellation));
        Assert.False(await Runs.EndAsync(run.Id, "n1", JobRunState.Failed, default, Cancellation));

        var ended = Assert.Single(await Runs.ListAsync(Job, null, 10, Cancellation));
        Assert.Equal((JobRunState.Succeeded, "done", _store.Clock.GetUtcNow()), (ended.State, ended.Report.Message, ended.EndedAt));
        Assert.Equal(default, await BeginAsync("n2", asked.Id));
    }

    [Fact]
    public async Task Of_many_nodes_that_begin_one_run_at_once_one_does()
    {
        var begun = await Task.WhenAll(Enumerable.Range(0, 8).Select(node => Task.Run(() => BeginAsync($"n{node}"))));

        Assert.Single(begun, one => one.Run is not null);
        Assert.Equal(7, begun.Count(one => one is { Run: null, IsBusy: true }));
        Assert.Single(await Runs.ListAsync(null, null, 10, Cancellation));
    }

    [Fact]
    public async Task Another_slot_is_free_beside_one_that_runs()
    {
        await BeginAsync("n1");

        var other = await Runs.BeginAsync(new(Job, Job + "@n2", "n2", Silence), Cancellation);

        Assert.NotNull(other.Run);
    }

    [Fact]
    public async Task A_run_whose_node_fell_silent_is_lost_and_the_next_goes_on_from_its_cursor()
    {
        var first = (await BeginAsync("n1", parameters: "{}")).Run!;
        await Runs.ReportAsync(first.Id, "n1", new(7, 20, 2, null, "c7"), Cancellation);
        _store.Clock.Advance(Silence / 2);
        for (var i = 0; i < 3; i++)
        {
            Assert.True((await BeginAsync("n2", parameters: "{}")).IsBusy);
            _store.Clock.Advance(Silence / 3);
        }

        var second = (await BeginAsync("n2", parameters: "{}")).Run!;

        Assert.Equal(new JobReport(7, 20, 2, null, "c7"), second.Report);
        Assert.Equal(first.Id, second.Resumes);
        Assert.Equal(JobRunState.Lost, (await Runs.FindAsync(first.Id, Cancellation))!.State);
        Assert.Equal(JobOrder.Stop, await Runs.ReportAsync(first.Id, "n1", default, Cancellation));
        Assert.False(await Runs.EndAsync(first.Id, "n1", JobRunState.Succeeded, default, Cancellation));
    }

    [Theory]
    [InlineData(JobRunState.Succeeded, "{}", null)]
    [InlineData(JobRunState.Failed, """{"other":1}""", null)]
    [InlineData(JobRunState.Failed, "{}", "c7")]
    [InlineData(JobRunState.Cancelled, "{}", "c7")]
    public async Task A_run_goes_on_where_the_last_of_its_kind_stopped_unless_that_was_done(
        JobRunState state, string parameters, string? cursor)
    {
        var first = (await BeginAsync("n1", parameters: "{}")).Run!;
        await Runs.EndAsync(first.Id, "n1", state, new(7, 20, 2, null, "c7"), Cancellation);

        var second = (await BeginAsync("n1", parameters: parameters)).Run!;

        Assert.Equal((cursor, cursor is null ? 0 : 7), (second.Report.Cursor, second.Report.Done));
    }

    [Fact]
    public async Task A_lost_run_is_recovered_as_a_run_of_its_own_and_only_by_whoever_may()
    {
        var asked = await Runs.RequestAsync(Job, """{"a":1}""", "operator", Cancellation);
        await BeginAsync("n1", asked.Id);
        await LoseAsync();
        Assert.Equal(0, await Runs.EndLostAsync(Silence, Cancellation));

        Assert.Equal(default, await BeginAsync("n2", asked.Id));
        var again = (await BeginAsync("n2", asked.Id, recovers: true)).Run!;

        Assert.NotEqual(asked.Id, again.Id);
        Assert.Equal((asked.Parameters, "operator"), (again.Parameters, again.RequestedBy));
    }

    /// <summary>A node whose clock is behind or ahead, or this one's from before it was set.</summary>
    [Theory]
    [InlineData(-60)]
    [InlineData(3600)]
    public async Task Whatever_a_nodes_clock_shows_its_run_is_lost_when_it_falls_silent_and_not_before(int seconds)
    {
        var run = (await BeginAsync("n1")).Run!;
        await TellAtAsync(TimeSpan.FromSeconds(seconds));
        Assert.Equal(0, await Runs.EndLostAsync(Silence, Cancellation));
        for (var i = 0; i < 5; i++)
        {
            _store.Clock.Advance(Silence / 2);
            await Runs.ReportAsync(run.Id, "n1", default, Cancellation);
            await TellAtAsync(TimeSpan.FromSeconds(seconds));
            Assert.Equal(0, await Runs.EndLostAsync(Silence, Cancellation));
            Assert.True((await BeginAsync("n2")).IsBusy);
        }

        await LoseAsync();
        Assert.NotNull((await BeginAsync("n2")).Run);

        Task TellAtAsync(TimeSpan ahead)
        {
            var at = _store.Clock.GetUtcNow() + ahead;
            return _store.QueryAsync(context => context.JobRuns.Where(r => r.Id == run.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.HeardAt, (DateTimeOffset?)at), Cancellation));
        }
    }

    [Fact]
    public async Task A_pause_in_which_the_process_that_looks_stood_still_loses_no_run()
    {
        await BeginAsync("n1");
        Assert.Equal(0, await Runs.EndLostAsync(Silence, Cancellation));
        _store.Clock.Advance(10 * Silence);

        Assert.Equal(0, await Runs.EndLostAsync(Silence, Cancellation));
    }

    [Fact]
    public async Task A_run_that_was_put_into_the_database_is_not_run_and_is_reported()
    {
        await _store.QueryAsync(context =>
        {
            context.JobRuns.Add(new() { Job = Job, Parameters = "{}", RequestedBy = "operator", RequestedAt = _store.Clock.GetUtcNow() });
            return context.SaveChangesAsync(Cancellation);
        });
        var put = Assert.Single(await Runs.ListAsync(Job, null, 10, Cancellation));

        Assert.Empty(await Runs.WaitingAsync(Cancellation));

        Assert.Equal(default, await BeginAsync("n1", put.Id));
        Assert.Equal(JobRunState.Failed, (await Runs.FindAsync(put.Id, Cancellation))!.State);
        await AssertReportedAsync(put.Id);
        var health = (await _store.Get<HealthCheckService>().CheckHealthAsync(Cancellation)).Entries["store"];
        Assert.Contains("1 runs of jobs", health.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"Parameters\" = '{\"b\":2}'")]
    [InlineData("\"Job\" = 'other'")]
    [InlineData("\"RequestedBy\" = 'nobody'")]
    [InlineData("\"RequestedAt\" = 5")]
    [InlineData("\"State\" = 0")]   // once more
    [InlineData("\"State\" = 5, \"Parameters\" = NULL")]   // to be recovered
    public async Task A_run_that_was_altered_in_the_database_is_not_run_and_is_reported(string change)
    {
        var asked = await Runs.RequestAsync(Job, """{"a":1}""", "operator", Cancellation);
        if (change.Contains("State", StringComparison.Ordinal))
        {
            await BeginAsync("n1", asked.Id);
            await Runs.EndAsync(asked.Id, "n1", JobRunState.Succeeded, default, Cancellation);
        }

#pragma warning disable EF1002 // the test's own
        await _store.QueryAsync(context => context.Database.ExecuteSqlRawAsync(
            $"UPDATE \"JobRuns\" SET {change}".Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal),
            Cancellation));
#pragma warning restore EF1002

        var job = (await Runs.FindAsync(asked.Id, Cancellation))!.Job;
        Assert.Equal(default, await Runs.BeginAsync(new(job, job, "n2", Silence) { Asked = asked.Id, Recovers = true }, Cancellation));
        Assert.Empty(await Runs.WaitingAsync(Cancellation));
        await AssertReportedAsync(asked.Id);
    }

    [Fact]
    public async Task A_run_is_not_begun_as_one_of_another_job()
    {
        var asked = await Runs.RequestAsync("other", null, "operator", Cancellation);

        Assert.Equal(default, await BeginAsync("n1", asked.Id));
        Assert.Single(await Runs.WaitingAsync(Cancellation));
    }

    [Fact]
    public async Task A_lost_run_can_be_left_waiting_for_a_node_that_can_run_it()
    {
        var asked = await Runs.RequestAsync(Job, """{"a":1}""", "operator", Cancellation);
        await BeginAsync("n1", asked.Id);
        await LoseAsync();

        var start = new JobStart(Job, Job, "n2", Silence) { Asked = asked.Id, Recovers = true, HandsOn = true };
        Assert.Equal(default, await Runs.BeginAsync(start, Cancellation));

        var waiting = Assert.Single(await Runs.WaitingAsync(Cancellation));
        Assert.Equal((asked.Parameters, "operator"), (waiting.Parameters, waiting.RequestedBy));
        Assert.NotNull((await BeginAsync("n3", waiting.Id)).Run);
    }

    [Fact]
    public async Task Why_a_run_waits_is_told_until_it_is_begun()
    {
        var asked = await Runs.RequestAsync(Job, null, "operator", Cancellation);
        await Runs.TellAsync(asked.Id, "for a node", Cancellation);
        await Runs.TellAsync(asked.Id, "for another", Cancellation);

        Assert.Equal("for a node", Assert.Single(await Runs.WaitingAsync(Cancellation)).Report.Message);
        Assert.Null((await BeginAsync("n1", asked.Id)).Run!.Report.Message);
    }

    [Fact]
    public async Task A_cancelled_run_is_over_at_once_where_it_waits_and_told_where_it_runs()
    {
        var waiting = await Runs.RequestAsync(Job, null, "operator", Cancellation);
        var running = (await BeginAsync("n1")).Run!;

        Assert.True(await Runs.CancelAsync(waiting.Id, Cancellation));
        Assert.True(await Runs.CancelAsync(running.Id, Cancellation));

        Assert.Equal(JobRunState.Cancelled, (await Runs.FindAsync(waiting.Id, Cancellation))!.State);
        Assert.Equal(JobOrder.Cancel, await Runs.ReportAsync(running.Id, "n1", default, Cancellation));
        Assert.True((await Runs.FindAsync(running.Id, Cancellation))!.IsCancelAsked);
        Assert.False(await Runs.CancelAsync(waiting.Id, Cancellation));
        Assert.False(await Runs.CancelAsync(4711, Cancellation));
    }

    [Fact]
    public async Task A_run_asked_to_end_whose_node_died_is_cancelled_and_not_begun_again()
    {
        var asked = await Runs.RequestAsync(Job, null, "operator", Cancellation);
        await BeginAsync("n1", asked.Id);
        await Runs.CancelAsync(asked.Id, Cancellation);
        await LoseAsync();

        Assert.Equal(default, await BeginAsync("n2", asked.Id, recovers: true));
        Assert.Equal(JobRunState.Cancelled, (await Runs.FindAsync(asked.Id, Cancellation))!.State);
    }

    [Fact]
    public async Task Only_the_latest_runs_are_kept_and_they_are_listed_page_by_page()
    {
        for (var i = 0; i < JobRunStore.Kept + 3; i++)
            await Runs.EndAsync((await BeginAsync("n1")).Run!.Id, "n1", JobRunState.Succeeded, default, Cancellation);

        var all = await Runs.ListAsync(Job, null, 1000, Cancellation);
        var page = await Runs.ListAsync(null, all[1].Id, 2, Cancellation);

        Assert.Equal(JobRunStore.Kept, all.Count);
        Assert.Equal(all.Skip(2).Take(2).Select(run => run.Id), page.Select(run => run.Id));
    }

    [Fact]
    public async Task What_may_wait_is_bounded()
    {
        for (var i = 0; i < JobRunStore.MostWaiting; i++) await Runs.RequestAsync(Job, null, "operator", Cancellation);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Runs.RequestAsync(Job, null, "operator", Cancellation).AsTask());
        await Runs.RequestAsync("other", null, "operator", Cancellation);
    }

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<StoreUnderTest> OpenAsync();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What runs falls silent, as seen from here.</summary>
    async Task LoseAsync()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(0, await Runs.EndLostAsync(Silence, Cancellation));
            _store.Clock.Advance(Silence / 3);
        }

        Assert.Equal(1, await Runs.EndLostAsync(Silence, Cancellation));
    }

    async Task AssertReportedAsync(long run)
    {
        var told = Assert.Single(
            await _store.Audit.RecentAsync("system", 10, Cancellation), entry => entry.Action == "store.row_altered");
        Assert.Equal($$"""{"row":"jobrun","id":"{{run}}"}""", told.Details);
    }

    IJobRunStore Runs => _store.Get<IJobRunStore>();

    Task<JobBeginning> BeginAsync(string node, long? asked = null, bool recovers = false, string? parameters = null) => Runs.BeginAsync(
        new(Job, Job, node, Silence) { Asked = asked, Recovers = recovers, Parameters = parameters }, Cancellation).AsTask();
}
