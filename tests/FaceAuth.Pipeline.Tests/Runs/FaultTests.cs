using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Stages;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing.FakeModels;

namespace FaceAuth.Pipeline.Tests.Runs;

/// <summary>Models that break, one by one and all together. No picture leaks: the fixture looks when it is disposed.</summary>
public sealed class FaultTests
{
    static readonly FakeScene Person = new();

    public static TheoryData<string> Models => ["Detect", "Mesh", "Pose", "Quality", "Obstacle", "Mask", "AntiSpoof", "Embed"];

    [Theory]
    [MemberData(nameof(Models))]
    public async Task A_model_that_throws_ends_its_session_and_not_the_one_beside_it(string model)
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var broken = await fixture.OpenAsync(SessionPurpose.Verify, await fixture.SubjectAsync(person: 2));
        var sound = await fixture.OpenAsync(SessionPurpose.Verify, await fixture.SubjectAsync());
        await sound.ShowAsync(Person, 0.5);
        fixture.Models.Fault = (called, scene) => called == model && scene.Person == 2;

        await broken.ShowAsync(Person with { Person = 2 }, 1);
        await sound.ShowBlinkAsync(Person);

        Assert.Equal([ReasonCode.InternalError], broken.Decision!.Reasons);
        Assert.True(sound.Decision!.Accepted);
        Assert.Equal(0, fixture.Frames.Out);
    }

    [Fact]
    public async Task In_a_batch_only_the_picture_at_which_the_model_throws_is_lost()
    {
        await using var fixture = await PipelineFixture.StartAsync(
            new PipelineOptions { Threads = 1, Detect = new StageOptions { Batch = 4 } }, virtualThreads: 1);
        var sittings = new List<Sitting>();
        for (var person = 1; person <= 4; person++)
            sittings.Add(await fixture.OpenAsync(SessionPurpose.Verify, await fixture.SubjectAsync(person)));
        fixture.Models.Fault = (called, scene) => called == "Detect" && scene.Person == 3;
        fixture.Threads.Batches = [];

        for (var person = 1; person <= 4; person++) sittings[person - 1].Offer(Person with { Person = person });
        fixture.Threads.Start();
        foreach (var sitting in sittings) await sitting.CatchUpAsync();

        Assert.Contains(fixture.Threads.Batches, batch => batch is (_, 0, 4));
        Assert.Equal([false, false, true, false], sittings.Select(sitting => sitting.Decision is not null));
        Assert.Equal([1, 1, 0, 1], sittings.Select(sitting => sitting.Run.Snapshot().Analysed));
    }

    [Fact]
    public async Task A_provider_that_dies_ends_every_session_and_serves_the_next_once_it_is_back()
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var subject = await fixture.SubjectAsync();
        var first = await fixture.OpenAsync(SessionPurpose.Verify, subject);
        var second = await fixture.OpenAsync(SessionPurpose.Verify, subject);
        fixture.Models.Fault = (_, _) => true;

        await first.ShowAsync(Person, 1);
        await second.ShowAsync(Person, 1);
        fixture.Models.Fault = null;
        var third = await fixture.OpenAsync(SessionPurpose.Verify, subject);
        await third.ShowBlinkAsync(Person);

        Assert.Equal([ReasonCode.InternalError], first.Decision!.Reasons);
        Assert.Equal([ReasonCode.InternalError], second.Decision!.Reasons);
        Assert.True(third.Decision!.Accepted);
        Assert.True(fixture.Pipeline.Readiness.IsReady);
    }

    [Fact]
    public async Task A_pipeline_disposed_with_work_under_way_gives_back_every_picture()
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var runs = new List<Sitting>();
        for (var i = 0; i < 4; i++) runs.Add(await fixture.OpenAsync(SessionPurpose.Verify, await fixture.SubjectAsync()));
        fixture.Models.Hold();
        foreach (var run in runs) run.Offer(Person);
        await fixture.SeenAsync(2);   // one a thread
        foreach (var run in runs) run.Offer(Person);

        var stopping = fixture.Pipeline.StopAsync(default);
        fixture.Models.Free();
        await stopping;

        Assert.Equal(0, fixture.Frames.Out);
        Assert.Equal(0, fixture.Models.Workers);
    }

    [Fact]
    public async Task A_run_disposed_while_its_picture_is_in_a_model_ends_when_the_model_does()
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var run = await fixture.OpenAsync(SessionPurpose.Verify, await fixture.SubjectAsync());
        fixture.Models.Hold();
        run.Offer(Person);
        await fixture.SeenAsync(1);

        var closing = run.Run.DisposeAsync();
        Assert.False(closing.IsCompleted);
        fixture.Models.Pass();
        await closing;

        Assert.Equal(0, fixture.Frames.Out);
        Assert.Equal(1, run.Run.Snapshot().DroppedByReason["closed"]);
    }
}
