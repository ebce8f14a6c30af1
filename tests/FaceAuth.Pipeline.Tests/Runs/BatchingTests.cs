using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Stages;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing.FakeModels;

namespace FaceAuth.Pipeline.Tests.Runs;

/// <summary>Pictures of several sessions in one call of a model, on virtual time and one thread, as with one GPU.</summary>
public sealed class BatchingTests(ITestOutputHelper output)
{
    static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(5);
    static readonly FakeScene Person = new();

    [Fact]
    public async Task Pictures_that_wait_go_through_every_batched_model_together()
    {
        await using var fixture = await StartAsync(Options(TimeSpan.Zero));
        var sittings = await SitDownAsync(fixture, 6);
        var calls = new List<(string Model, int Pictures)>();
        fixture.Models.Called = (model, pictures) => calls.Add((model, pictures));

        foreach (var sitting in sittings) sitting.Offer(Person);
        fixture.Threads.PassTo(TimeSpan.FromSeconds(1));

        Assert.All(sittings, sitting => Assert.Equal(1, sitting.Run.Snapshot().Analysed));
        foreach (var model in new[] { "Mesh", "Pose", "Quality", "Embed" })
            Assert.Equal([4, 2], calls.Where(call => call.Model == model).Select(call => call.Pictures));
        Assert.Equal(0, fixture.Frames.Out);
    }

    [Fact]
    public async Task A_lone_picture_waits_for_company_no_longer_than_the_linger_time()
    {
        await using var fixture = await StartAsync(Options(Linger));
        var sitting = (await SitDownAsync(fixture, 1))[0];
        var batches = fixture.Threads.Batches = [];

        sitting.Offer(Person);
        fixture.Threads.PassTo(TimeSpan.FromSeconds(1));

        Assert.Equal([0, 1, 2, 3, 4, 5, 6], batches.Select(batch => batch.Stage));
        Assert.Equal(Linger, batches[0].At);
        // each of the six stages with models lingers once
        Assert.Equal((6 * Linger).TotalMilliseconds + FakeCosts.Measured.All, sitting.Run.Snapshot().LatencyP50.TotalMilliseconds, 0.1);
    }

    [Fact]
    public async Task A_full_batch_waits_for_nobody_and_a_late_one_joins_within_the_linger_time()
    {
        await using var fixture = await StartAsync(Options(Linger) with { Landmarks = new StageOptions { Batch = 4 } });
        var sittings = await SitDownAsync(fixture, 7);
        var batches = fixture.Threads.Batches = [];

        foreach (var sitting in sittings.Take(4)) sitting.Offer(Person);
        fixture.Threads.Start();
        Assert.Equal((TimeSpan.Zero, 0, 4), batches[0]);
        fixture.Threads.PassTo(TimeSpan.FromSeconds(1));

        batches.Clear();
        sittings[4].Offer(Person);
        fixture.Threads.PassTo(TimeSpan.FromSeconds(1) + Linger / 2);
        sittings[5].Offer(Person);
        fixture.Threads.PassTo(TimeSpan.FromSeconds(1) + Linger);

        Assert.Equal([(TimeSpan.FromSeconds(1) + Linger, 0, 2)], batches);
    }

    [Fact]
    public async Task No_picture_waits_beside_an_idle_worker_longer_than_the_linger_time()
    {
        await using var fixture = await StartAsync(Options(Linger));
        var sittings = await SitDownAsync(fixture, 10);
        var random = new Random(1);
        for (var millisecond = 0; millisecond < 3000; millisecond += 40)
        {
            fixture.Threads.PassTo(TimeSpan.FromMilliseconds(millisecond));
            sittings[random.Next(10)].Offer(Person);
            fixture.Threads.Start();
        }

        fixture.Threads.PassTo(TimeSpan.FromSeconds(4));

        // a picture waits in each stage for one linger, or for the thread: that has at most another batch to do
        var batch = TimeSpan.FromMilliseconds(4 * FakeCosts.Measured.All);
        Assert.All(sittings, sitting => Assert.InRange(
            sitting.Run.Snapshot().LatencyP95, TimeSpan.FromMilliseconds(FakeCosts.Measured.All), 2 * batch + 6 * Linger));
    }

    [Fact]
    public async Task On_hardware_that_likes_batches_they_serve_more_sessions()
    {
        var alone = await AnalysedAsync(batch: 1);
        var together = await AnalysedAsync(batch: 8);

        output.WriteLine($"{alone} pictures one by one, {together} in batches of up to 8, each further picture a fifth of the first");
        Assert.True(together > 1.8 * alone);
    }

    static async Task<long> AnalysedAsync(int batch)
    {
        var options = Of(new StageOptions { Batch = batch, Workers = 1 });
        await using var fixture = await StartAsync(options, new FakeCosts
        {
            Mesh = FakeCosts.Measured.Mesh,
            Quality = FakeCosts.Measured.Quality,
            Embed = FakeCosts.Measured.Embed,
            NextInBatch = 0.2,
        });
        var crowd = new Crowd(fixture, seed: 1);
        for (var i = 0; i < 16; i++) await crowd.JoinAsync(blinks: false);
        await crowd.PassAsync(3);
        return crowd.Sittings.Sum(sitting => sitting.Run.Snapshot().Analysed);
    }

    static PipelineOptions Options(TimeSpan linger) => Of(new StageOptions { Batch = 4, Linger = linger, Workers = 1 });

    static PipelineOptions Of(StageOptions stage) => new()
    {
        Threads = 1,
        LeastRate = 0,
        Detect = stage,
        Landmarks = stage,
        Quality = stage,
        Obstacle = stage,
        AntiSpoof = stage,
        Embed = stage,
    };

    static async Task<PipelineFixture> StartAsync(PipelineOptions options, FakeCosts? costs = null)
    {
        var fixture = await PipelineFixture.StartAsync(
            options, decision: new DecisionOptions { RecheckEvery = TimeSpan.Zero }, virtualThreads: 1);
        fixture.Models.Costs = costs ?? FakeCosts.Measured;
        return fixture;
    }

    static async Task<List<Sitting>> SitDownAsync(PipelineFixture fixture, int people)
    {
        var sittings = new List<Sitting>();
        for (var i = 0; i < people; i++) sittings.Add(await fixture.OpenAsync(SessionPurpose.Verify, await fixture.SubjectAsync()));
        return sittings;
    }
}
