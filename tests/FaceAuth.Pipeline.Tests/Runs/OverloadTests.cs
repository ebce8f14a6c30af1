using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Testing.FakeModels;

namespace FaceAuth.Pipeline.Tests.Runs;

/// <summary>More pictures than the models can look at, on virtual time: two threads, a picture 27 ms with every model.</summary>
public sealed class OverloadTests(ITestOutputHelper output)
{
    const int Threads = 2;

    static readonly double Capacity = Threads * 1000 / FakeCosts.Measured.All;   // pictures a second

    // nobody blinks, so nobody is done, and every model looks at every picture
    static readonly DecisionOptions Endless = PipelineFixture.EveryPicture with
    {
        RecheckEvery = TimeSpan.Zero,
        Passive = new LivenessPolicy { Blinks = 1, Window = TimeSpan.FromDays(1) },
    };

    static readonly TimeSpan Single = TimeSpan.FromMilliseconds(FakeCosts.Measured.All);

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public async Task The_analysed_rate_falls_evenly_and_latency_stays_bounded(double load)
    {
        await using var fixture = await StartAsync(Endless, leastRate: 0);
        var crowd = new Crowd(fixture, seed: 1);
        var people = (int)Math.Ceiling(load * Capacity / 30);
        for (var i = 1; i < people; i++) await crowd.JoinAsync(blinks: false);
        await crowd.JoinAsync(fps: 90, blinks: false);   // one sends three times as much, for nothing

        await crowd.PassAsync(10);

        var stats = crowd.Sittings.Select(sitting => sitting.Run.Snapshot()).ToList();
        var (least, most) = (stats.Min(s => s.Analysed), stats.Max(s => s.Analysed));
        var worst = stats.Max(s => s.LatencyP95);
        output.WriteLine(
            $"{people} sessions: {least}–{most} pictures each in 10 s, p95 {worst.TotalMilliseconds:F0} ms, "
            + $"{fixture.Threads.Spent.TotalSeconds / Threads:F1} s of each thread");
        Assert.InRange((double)most / least, 1, 1.2);
        Assert.InRange(fixture.Threads.Spent.TotalSeconds, 9.8 * Threads, 10.1 * Threads);
        // a picture waits at its door at most until the next one takes its place, then it is analysed
        Assert.InRange(worst, Single, TimeSpan.FromSeconds(1 / 30.0) + 2 * Single);
        Assert.All(stats, s => Assert.InRange(s.FramesIn - s.Analysed - s.DroppedByReason.Values.Sum(), 0, 2));
        Assert.All(stats, s => Assert.True(s.DroppedByReason["queued"] > s.DroppedByReason["stale"]));
    }

    [Fact]
    public async Task At_four_fifths_of_capacity_the_95th_percentile_is_within_twice_a_single_picture()
    {
        await using var fixture = await StartAsync(Endless, leastRate: 0);
        var crowd = new Crowd(fixture, seed: 2);
        var people = 4;
        for (var i = 0; i < people; i++)
            await crowd.JoinAsync(fps: 0.8 * Capacity / people * (0.9 + 0.2 * i / (people - 1)), blinks: false);

        await crowd.PassAsync(10);

        var stats = crowd.Sittings.Select(sitting => sitting.Run.Snapshot()).ToList();
        var worst = stats.Max(s => s.LatencyP95);
        output.WriteLine(
            $"{fixture.Threads.Spent.TotalSeconds / 10 / Threads:P0} load, p95 {worst.TotalMilliseconds:F1} ms, "
            + $"single {Single.TotalMilliseconds} ms");
        Assert.InRange(fixture.Threads.Spent.TotalSeconds / 10 / Threads, 0.75, 0.85);
        Assert.InRange(worst, Single, 2 * Single);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Everybody_let_in_is_accepted_and_the_rest_are_told_that_the_server_is_busy(int seed)
    {
        await using var fixture = await StartAsync(new DecisionOptions(), leastRate: 12);
        var crowd = new Crowd(fixture, seed);

        for (var arrivals = 0; arrivals < 60; arrivals++)   // five people a second
        {
            await crowd.JoinAsync();
            await crowd.PassAsync(0.2);
        }

        await crowd.PassAsync(30);

        Tell(crowd);
        Assert.True(crowd.Refused > 0);
        Assert.All(crowd.Sittings, sitting => Assert.True(sitting.Decision!.Accepted, string.Join(", ", sitting.Decision.Reasons)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public async Task Nobody_is_blamed_for_what_an_overloaded_server_did_not_see(double load)
    {
        await using var fixture = await StartAsync(new DecisionOptions(), leastRate: 0);
        var crowd = new Crowd(fixture, seed: 4);
        for (var i = 0; i < load * Capacity / 30; i++) await crowd.JoinAsync();

        await crowd.PassAsync(30);

        Tell(crowd);
        Assert.All(crowd.Sittings, sitting => Assert.True(
            sitting.Decision!.Accepted || sitting.Decision.Reasons[0] == ReasonCode.ServerBusy,
            string.Join(", ", sitting.Decision.Reasons)));
    }

    [Fact]
    public async Task A_window_stretches_no_further_than_the_options_allow_and_ends_with_server_busy()
    {
        await using var fixture = await StartAsync(new DecisionOptions { Stretch = 0.5 }, leastRate: 0);
        var crowd = new Crowd(fixture, seed: 5);
        for (var i = 0; i < 40; i++) await crowd.JoinAsync(blinks: false);

        await crowd.PassAsync(30);

        Assert.All(crowd.Sittings, sitting =>
        {
            Assert.Equal(ReasonCode.ServerBusy, sitting.Decision!.Reasons[0]);
            Assert.DoesNotContain(ReasonCode.NoSignOfLife, sitting.Decision.Reasons);
            Assert.InRange(sitting.Decision.Scores.Duration.TotalSeconds, 14, 17);
        });
    }

    [Fact]
    public async Task A_person_who_never_blinks_is_told_so_by_a_server_that_had_time()
    {
        await using var fixture = await StartAsync(new DecisionOptions(), leastRate: 12);
        var crowd = new Crowd(fixture, seed: 6);
        await crowd.JoinAsync(blinks: false);

        await crowd.PassAsync(30);

        var decision = crowd.Sittings.Single().Decision!;
        Assert.Equal([ReasonCode.NoSignOfLife], decision.Reasons);
        Assert.InRange(decision.Scores.Duration.TotalSeconds, 10, 10.5);
    }

    void Tell(Crowd crowd)
    {
        var decisions = crowd.Sittings.Select(sitting => sitting.Decision!).ToList();
        output.WriteLine(
            $"{decisions.Count(d => d.Accepted)} accepted, {decisions.Count(d => !d.Accepted)} refused, {crowd.Refused} told busy; "
            + $"{decisions.Average(d => d.Scores.FramesAnalysed / d.Scores.Duration.TotalSeconds):F1} pictures/s, "
            + $"{decisions.Average(d => d.Scores.Duration.TotalSeconds):F1} s each; "
            + string.Join(", ", decisions.SelectMany(d => d.Reasons).GroupBy(r => r).Select(g => $"{g.Key} {g.Count()}")));
    }

    static async Task<PipelineFixture> StartAsync(DecisionOptions decision, double leastRate)
    {
        var fixture = await PipelineFixture.StartAsync(
            new PipelineOptions { Threads = Threads, LeastRate = leastRate, MaxRuns = 100 }, decision: decision, virtualThreads: Threads);
        fixture.Models.Costs = FakeCosts.Measured;
        fixture.Models.KeepsSeen = false;
        return fixture;
    }
}
