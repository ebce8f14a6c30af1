using FaceAuth.Store.Contracts;
using FaceAuth.Testing.FakeModels;

namespace FaceAuth.Pipeline.Tests.Runs;

/// <summary>What is dropped when the models cannot keep up, and who is next.</summary>
public sealed class SchedulingTests
{
    static readonly FakeScene Person = new();

    [Fact]
    public async Task Drops_only_at_the_door_and_analyses_the_newest()
    {
        await using var fixture = await PipelineFixture.StartAsync(OneAtATime);
        var run = await fixture.OpenAsync(SessionPurpose.Verify, await fixture.SubjectAsync());
        fixture.Models.Hold();
        run.Offer(Person with { Person = 10 });
        await fixture.SeenAsync(1);

        for (var person = 11; person <= 20; person++) run.Offer(Person with { Person = person });
        Assert.Equal(2, fixture.Frames.Out);   // one under way, one at the door
        fixture.Models.Pass(2);
        await fixture.SettleAsync(run);

        Assert.Equal([10, 20], fixture.Models.Seen);
        var stats = run.Run.Snapshot();
        Assert.Equal((11, 2, 9), (stats.FramesIn, stats.Analysed, stats.DroppedByReason["stale"]));
        Assert.Equal(0, fixture.Frames.Out);
    }

    [Fact]
    public async Task Gives_every_session_its_turn_however_fast_one_sends()
    {
        await using var fixture = await PipelineFixture.StartAsync(OneAtATime);
        var greedy = await fixture.OpenAsync(SessionPurpose.Verify, await fixture.SubjectAsync());
        var modest = await fixture.OpenAsync(SessionPurpose.Verify, await fixture.SubjectAsync());
        fixture.Models.Hold();
        greedy.Offer(Person with { Person = 10 });
        await fixture.SeenAsync(1);

        for (var turn = 0; turn < 5; turn++)
        {
            for (var i = 0; i < 4; i++) greedy.Offer(Person with { Person = 10 });
            modest.Offer(Person with { Person = 20 });
            fixture.Models.Pass(2);
            await fixture.SeenAsync(1 + 2 * (turn + 1));
        }

        Assert.Equal([10, 20, 10, 20, 10, 20, 10, 20, 10, 20, 10], FirstLooks(fixture));
    }

    [Fact]
    public async Task Gives_back_every_picture_when_runs_are_disposed_in_full_flight()
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var subject = await fixture.SubjectAsync();
        for (var round = 0; round < 20; round++)
        {
            var runs = new List<Sitting>();
            for (var i = 0; i < 4; i++) runs.Add(await fixture.OpenAsync(SessionPurpose.Verify, subject));
            foreach (var run in runs)
            {
                for (var picture = 0; picture <= round % 5; picture++) run.Offer(Person);
            }

            await Task.WhenAll(runs.Select(run => run.Run.DisposeAsync().AsTask()));
            foreach (var run in runs) run.Offer(Person);

            Assert.Equal(0, fixture.Frames.Out);
        }
    }

    [Fact]
    public async Task Lets_go_of_all_models_when_it_stops()
    {
        var fixture = await PipelineFixture.StartAsync();
        Assert.True(fixture.Models.Workers > 0);

        await fixture.DisposeAsync();

        Assert.Equal(0, fixture.Models.Workers);
        Assert.True(fixture.Models.IsDisposed);
    }

    static PipelineOptions OneAtATime => new() { Threads = 2, UnderWay = 1 };

    static int[] FirstLooks(PipelineFixture fixture) => [.. fixture.Models.Seen];
}
