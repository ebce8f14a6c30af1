using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing.FakeModels;

namespace FaceAuth.Pipeline.Tests.Runs;

/// <summary>Who gets a run and who does not.</summary>
public sealed class AdmissionTests
{
    [Fact]
    public async Task Is_busy_at_the_cap_and_free_again_after_one_ends()
    {
        await using var fixture = await PipelineFixture.StartAsync(new PipelineOptions { Threads = 1, MaxRuns = 2 });
        var subject = await fixture.SubjectAsync();
        var first = await fixture.OpenAsync(SessionPurpose.Verify, subject);
        await fixture.OpenAsync(SessionPurpose.Verify, subject);

        Assert.Equal(AuthRefusal.Busy, await RefusalAsync(fixture, SessionPurpose.Verify, subject));
        await first.Run.DisposeAsync();
        await first.Run.DisposeAsync();

        await fixture.OpenAsync(SessionPurpose.Verify, subject);
        Assert.Equal(AuthRefusal.Busy, await RefusalAsync(fixture, SessionPurpose.Verify, subject));
    }

    [Fact]
    public async Task Runs_without_pictures_take_nobodys_place()
    {
        await using var fixture = await SlowAsync();
        var subject = await fixture.SubjectAsync();
        for (var i = 0; i < 8; i++) await fixture.OpenAsync(SessionPurpose.Verify, subject);
        var honest = await fixture.OpenAsync(SessionPurpose.Verify, subject);

        honest.Offer(new FakeScene());
        await fixture.SettleAsync(honest);

        Assert.False(honest.Run.IsClosed);
        Assert.Equal(1, honest.Run.Snapshot().Analysed);
    }

    [Fact]
    public async Task Is_busy_where_as_many_have_pictures_as_are_served_and_free_again_when_one_is_done()
    {
        await using var fixture = await SlowAsync();
        var subject = await fixture.SubjectAsync();
        List<Sitting> sitting =
            [await fixture.OpenAsync(SessionPurpose.Verify, subject), await fixture.OpenAsync(SessionPurpose.Verify, subject)];
        foreach (var one in sitting) one.Offer(new FakeScene());

        Assert.Equal(AuthRefusal.Busy, await RefusalAsync(fixture, SessionPurpose.Verify, subject));
        await sitting[0].Run.DisposeAsync();

        Assert.Null(await RefusalAsync(fixture, SessionPurpose.Verify, subject));
    }

    [Fact]
    public async Task Whose_first_picture_finds_no_place_is_turned_away_and_nothing_is_decided_about_them()
    {
        await using var fixture = await SlowAsync();
        var subject = await fixture.SubjectAsync();
        var sitting = new List<Sitting>();
        for (var i = 0; i < 3; i++) sitting.Add(await fixture.OpenAsync(SessionPurpose.Verify, subject));

        foreach (var one in sitting) one.Offer(new FakeScene());
        sitting[2].Offer(new FakeScene());
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));

        var events = await sitting[2].Run.Events.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync();
        Assert.Equal([new AuthEvent.TurnedAway(AuthRefusal.Busy)], events);
        Assert.Equal((2, 2), (sitting[2].Run.Snapshot().FramesIn, sitting[2].Run.Snapshot().DroppedByReason["closed"]));
    }

    [Fact]
    public async Task Refuses_what_it_cannot_decide()
    {
        await using var fixture = await PipelineFixture.StartAsync(new PipelineOptions { Threads = 1, MaxRuns = 1 });
        var empty = await fixture.SubjectAsync(person: null);
        var enrolled = await fixture.SubjectAsync();

        Assert.Equal(AuthRefusal.NotEnrolled, await RefusalAsync(fixture, SessionPurpose.Verify, empty));
        Assert.Equal(AuthRefusal.NotEnrolled, await RefusalAsync(fixture, SessionPurpose.Verify, Guid.NewGuid()));
        Assert.Equal(AuthRefusal.NotEnrolled, await RefusalAsync(fixture, SessionPurpose.Enroll, Guid.NewGuid()));
        Assert.Equal(AuthRefusal.UnknownPolicy, await RefusalAsync(fixture, SessionPurpose.Verify, enrolled, "lax"));
        Assert.Null(await RefusalAsync(fixture, SessionPurpose.Verify, enrolled));   // refusals used up no place
    }

    [Fact]
    public async Task Starts_without_models_says_what_to_do_and_becomes_ready_when_they_are_there()
    {
        await using var fixture = await PipelineFixture.StartAsync(loadFault: new ModelException("Run: faceauth models pull permissive"));
        var subject = await fixture.SubjectAsync();
        Assert.Equal(
            new PipelineReadiness(false, "Run: faceauth models pull permissive", "fake", []),
            fixture.Pipeline.Readiness with { Models = [] });
        Assert.Equal(AuthRefusal.NotReady, await RefusalAsync(fixture, SessionPurpose.Verify, subject));

        fixture.Models.LoadFault = null;
        fixture.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.True(fixture.Pipeline.Readiness.IsReady);
        Assert.Equal(["fake-embedder"], fixture.Pipeline.Readiness.Models);
        Assert.Null(await RefusalAsync(fixture, SessionPurpose.Verify, subject));
    }

    [Fact]
    public async Task Refuses_after_it_stopped()
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var subject = await fixture.SubjectAsync();

        await fixture.Pipeline.StopAsync(default);

        Assert.False(fixture.Pipeline.Readiness.IsReady);
        Assert.Equal(AuthRefusal.NotReady, await RefusalAsync(fixture, SessionPurpose.Verify, subject));
    }

    /// <summary>Two threads, on which a picture takes a second: two are served.</summary>
    static async Task<PipelineFixture> SlowAsync()
    {
        var fixture = await PipelineFixture.StartAsync();
        fixture.Pipeline.Load!.Add(TimeSpan.FromSeconds(1));
        return fixture;
    }

    static async Task<AuthRefusal?> RefusalAsync(
        PipelineFixture fixture, SessionPurpose purpose, Guid subject, string policy = "passive") =>
        (await fixture.Pipeline.OpenAsync(
            new AuthRequest(Guid.NewGuid(), PipelineFixture.Owner, purpose, subject, policy), default)).Refusal;
}
