using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing.FakeModels;

namespace FaceAuth.Pipeline.Tests.Runs;

/// <summary>A face is followed by its mesh between searches, and models that say nothing new rest.</summary>
/// <remarks>30 pictures a second, on virtual time.</remarks>
public sealed class FollowingTests
{
    static readonly FakeScene Person = new();

    [Fact]
    public async Task Of_a_fast_camera_no_more_pictures_are_looked_at_than_are_needed()
    {
        await using var fixture = await StartAsync(new DecisionOptions());
        var run = await OpenAsync(fixture);

        Show(fixture, run, Person, 2);

        var stats = run.Run.Snapshot();
        Assert.Equal((60, 30, 30), (stats.FramesIn, stats.Analysed, stats.DroppedByReason["spared"]));
    }

    [Fact]
    public async Task While_only_a_blink_is_awaited_the_dear_models_rest_between_looks()
    {
        await using var fixture = await StartAsync();
        var run = await OpenAsync(fixture);
        Show(fixture, run, Person, 1.5);
        var calls = Count(fixture);

        Show(fixture, run, Person, 2);

        Assert.Equal(60, calls["Mesh"]);
        Assert.Equal(60, calls["Pose"]);
        Assert.InRange(calls["Quality"], 6, 15);    // with those below
        Assert.InRange(calls["Obstacle"], 6, 15);
        Assert.Equal(calls["Obstacle"], calls["Mask"]);
        Assert.InRange(calls["Embed"], 6, 8);       // every 250 ms
        Assert.InRange(calls["AntiSpoof"], 6, 8);
        Assert.InRange(calls["Detect"], 6, 15);     // with those, and every 300 ms
    }

    [Theory]
    [InlineData(1)]    // the server has time
    [InlineData(40)]   // forty others want it too
    public async Task A_second_person_voids_the_evidence_within_half_a_second(int people)
    {
        await using var fixture = await StartAsync();
        var run = await OpenAsync(fixture);
        var others = new List<Sitting>();
        for (var i = 1; i < people; i++) others.Add(await OpenAsync(fixture));
        Show(fixture, run, Person, 3, others);
        await run.CatchUpAsync();
        run.Events.Clear();

        Show(fixture, run, Person with { Faces = 2 }, people == 1 ? 0.5 : 1.5, others);
        await run.CatchUpAsync();

        Assert.Contains(run.Events, seen => seen is AuthEvent.Progress { Steps: var steps } && steps["recognition"] == 0);
    }

    [Fact]
    public async Task A_face_that_the_mesh_loses_is_searched_for_in_the_next_picture()
    {
        await using var fixture = await StartAsync();
        var run = await OpenAsync(fixture);
        Show(fixture, run, Person, 2);
        Show(fixture, run, Person with { Faces = 0 }, 0.04);
        var calls = Count(fixture);

        Show(fixture, run, Person with { Faces = 0 }, 0.5);
        Assert.Equal(15, calls["Detect"]);
        Assert.Equal(0, calls.GetValueOrDefault("Mesh"));   // nothing to lay it on
        Show(fixture, run, Person, 0.04);

        Assert.Equal(1, calls["Mesh"]);
    }

    static void Show(PipelineFixture fixture, Sitting run, FakeScene scene, double seconds, List<Sitting>? others = null)
    {
        for (var picture = 0; picture < (int)(seconds * 30); picture++)
        {
            run.Offer(scene);
            foreach (var other in others ?? []) other.Offer(Person);
            fixture.Threads.AdvanceTo(fixture.Clock.GetElapsedTime(0) + TimeSpan.FromSeconds(1 / 30.0));
        }
    }

    static Dictionary<string, int> Count(PipelineFixture fixture)
    {
        var calls = new Dictionary<string, int>();
        fixture.Models.Called = (model, _) => calls[model] = calls.GetValueOrDefault(model) + 1;
        return calls;
    }

    static async Task<PipelineFixture> StartAsync(DecisionOptions? decision = null)
    {
        var fixture = await PipelineFixture.StartAsync(
            new PipelineOptions { Threads = 2, LeastRate = 0, MaxRuns = 100 }, decision: decision, virtualThreads: 2);
        fixture.Models.Costs = FakeCosts.Measured;
        return fixture;
    }

    static async Task<Sitting> OpenAsync(PipelineFixture fixture)
    {
        var sitting = await fixture.OpenAsync(SessionPurpose.Verify, await fixture.SubjectAsync());
        return new Sitting(fixture, sitting.Run) { Fps = 30 };
    }
}
