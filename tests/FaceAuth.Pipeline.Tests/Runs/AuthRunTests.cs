using FaceAuth.Pipeline.Contracts;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing.FakeModels;

namespace FaceAuth.Pipeline.Tests.Runs;

/// <summary>Runs from the first picture to the decision, through every stage and the real store.</summary>
public sealed class AuthRunTests
{
    static readonly FakeScene Person = new();

    [Fact]
    public async Task Enrols_verifies_and_identifies_one_person()
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var subject = await fixture.SubjectAsync(person: null);

        var enrolled = await fixture.OpenAsync(SessionPurpose.Enroll, subject);
        await enrolled.ShowBlinkAsync(Person);
        Assert.True((await enrolled.FinishAsync())!.Accepted);

        var verified = await fixture.OpenAsync(SessionPurpose.Verify, subject);
        await verified.ShowBlinkAsync(Person);
        Assert.True(verified.Decision!.Accepted);
        Assert.Equal(subject, verified.Decision.SubjectId);
        Assert.Equal(["fake-embedder"], verified.Decision.Scores.Models);

        var identified = await fixture.OpenAsync(SessionPurpose.Identify);
        await identified.ShowBlinkAsync(Person);
        Assert.True((await identified.FinishAsync())!.Accepted);
        Assert.Equal(subject, identified.Decision!.SubjectId);
    }

    [Fact]
    public async Task Refuses_somebody_else()
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var run = await fixture.OpenAsync(SessionPurpose.Verify, await fixture.SubjectAsync());

        await run.ShowAsync(Person with { Person = 2 }, 5);

        Assert.Equal([ReasonCode.NotSamePerson], run.Decision!.Reasons);
    }

    [Fact]
    public async Task Ends_the_feed_with_the_decision_and_takes_no_further_picture()
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var run = await fixture.OpenAsync(SessionPurpose.Verify, await fixture.SubjectAsync());
        await run.ShowBlinkAsync(Person);

        run.Offer(Person);

        Assert.False(await run.ReadUntilAsync(_ => true));
        Assert.Equal(1, run.Run.Snapshot().DroppedByReason["closed"]);
        Assert.Equal(0, fixture.Frames.Out);
    }

    [Fact]
    public async Task Writes_nothing_when_disposed_before_the_decision()
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var subject = await fixture.SubjectAsync(person: null);
        var run = await fixture.OpenAsync(SessionPurpose.Enroll, subject);
        await run.ShowAsync(Person, 1.5);

        await run.Run.DisposeAsync();

        Assert.Null(await run.FinishAsync());
        Assert.Null(await fixture.Templates.LoadAsync(subject, fixture.Models.TemplateModel, default));
    }

    [Fact]
    public async Task Writes_nothing_when_disposed_while_storing()
    {
        var storing = new TaskCompletionSource();
        await using var fixture = await PipelineFixture.StartAsync(wrap: store => new StoreInFront(store, async cancellation =>
        {
            storing.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
        }));
        var subject = await fixture.SubjectAsync(person: null);
        var run = await fixture.OpenAsync(SessionPurpose.Enroll, subject);
        // from the moment the store is asked no picture is analysed, so no report can be waited for
        _ = run.ShowBlinkAsync(Person);
        await storing.Task;

        await run.Run.DisposeAsync();

        Assert.DoesNotContain(run.Events, seen => seen is AuthEvent.Decided);
        Assert.Null(await fixture.Templates.LoadAsync(subject, fixture.Models.TemplateModel, default));
    }

    [Fact]
    public async Task Ends_with_an_internal_error_when_the_store_fails()
    {
        await using var fixture = await PipelineFixture.StartAsync(
            wrap: store => new StoreInFront(store, _ => throw new IOException("The disk is full.")));
        var subject = await fixture.SubjectAsync(person: null);
        var run = await fixture.OpenAsync(SessionPurpose.Enroll, subject);

        await run.ShowBlinkAsync(Person);

        Assert.Equal([ReasonCode.InternalError], (await run.FinishAsync())!.Reasons);
        Assert.Null(await fixture.Templates.LoadAsync(subject, fixture.Models.TemplateModel, default));
    }

    [Theory]
    [InlineData(true, ReasonCode.StorageFull)]
    [InlineData(false, ReasonCode.StoreUnavailable)]
    public async Task Says_of_a_store_that_cannot_be_written_why(bool isFull, ReasonCode reason)
    {
        await using var fixture = await PipelineFixture.StartAsync(wrap: store => new StoreInFront(
            store, _ => throw (isFull ? new StoreFullException("The disk is full.") : new StoreException("It does not answer."))));
        var run = await fixture.OpenAsync(SessionPurpose.Enroll, await fixture.SubjectAsync(person: null));

        await run.ShowBlinkAsync(Person);

        Assert.Equal([reason], (await run.FinishAsync())!.Reasons);
    }

    [Fact]
    public async Task Ends_one_run_and_no_other_when_a_model_throws()
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var subject = await fixture.SubjectAsync();
        var broken = await fixture.OpenAsync(SessionPurpose.Verify, subject);
        var sound = await fixture.OpenAsync(SessionPurpose.Verify, subject);
        await broken.ShowAsync(Person, 0.5);
        await sound.ShowAsync(Person, 0.5);

        await broken.ShowAsync(Person with { Breaks = true }, 0.1);
        await sound.ShowBlinkAsync(Person);

        Assert.Equal([ReasonCode.InternalError], broken.Decision!.Reasons);
        Assert.True(sound.Decision!.Accepted);
    }

    [Fact]
    public async Task Notices_time_limits_without_pictures()
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var run = await fixture.OpenAsync(SessionPurpose.Verify, await fixture.SubjectAsync());

        for (var second = 0; second < 21; second++) fixture.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([ReasonCode.NoVideo], (await run.FinishAsync())!.Reasons);
    }

    [Fact]
    public async Task Reports_each_picture_only_when_asked_to()
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var run = await fixture.OpenAsync(SessionPurpose.Verify, await fixture.SubjectAsync());
        run.Offer(Person);
        await run.ReadUntilAsync(seen => seen is AuthEvent.Progress);

        await run.ShowAsync(Person, 0.1);

        var report = Assert.IsType<AuthEvent.Analysed>(run.Events[^1]).Report;
        Assert.Equal(1, report.Faces);
        Assert.Single(run.Events.OfType<AuthEvent.Analysed>(), seen => seen.Report == report);
    }

    [Fact]
    public async Task Drops_words_but_never_the_decision_for_a_reader_who_sleeps()
    {
        await using var fixture = await PipelineFixture.StartAsync(new PipelineOptions { Threads = 2, EventCapacity = 4 });
        var run = await fixture.OpenAsync(SessionPurpose.Verify, await fixture.SubjectAsync());
        run.Run.ReportsEveryPicture = true;

        for (var second = 0; second < 21; second++)
        {
            if (second < 15) run.Offer(Person with { Faces = second % 2 });
            fixture.Clock.Advance(TimeSpan.FromSeconds(1));
            await fixture.SettleAsync(run);
        }

        await run.FinishAsync();

        Assert.NotNull(run.Decision);
        Assert.InRange(run.Events.Count, 2, 5);
    }
}
