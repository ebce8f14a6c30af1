using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing.FakeModels;

namespace FaceAuth.Pipeline.Tests.Runs;

/// <summary>A picture that tells the person nothing new costs no memory, from the door to the decision machine and back.</summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests
{
    const int Pictures = 500;

    static readonly FakeScene Person = new();

    // a blink is awaited for ever, and every model looks at every picture
    static readonly DecisionOptions Endless = new()
    {
        RecheckEvery = TimeSpan.Zero,
        PictureGap = TimeSpan.FromDays(1),
        Passive = new LivenessPolicy { Blinks = 1, Window = TimeSpan.FromDays(1) },
    };

    [Theory]
    [InlineData(SessionPurpose.Verify)]
    [InlineData(SessionPurpose.Enroll)]
    [InlineData(SessionPurpose.Identify)]
    public async Task No_stage_allocates(SessionPurpose purpose)
    {
        await using var fixture = await StartAsync(virtualThreads: 1);
        var run = await OpenAsync(fixture, purpose);
        for (var picture = 0; picture < Pictures; picture++) Show();

        long allocated = 0;
        for (var picture = 0; picture < Pictures; picture++) allocated += Show();

        Assert.Equal(2 * Pictures, run.Run.Snapshot().Analysed);
        Assert.Equal(0, allocated);

        long Show()
        {
            fixture.Clock.Advance(TimeSpan.FromSeconds(1 / run.Fps));
            var before = GC.GetAllocatedBytesForCurrentThread();
            run.Offer(Person);
            fixture.Threads.Start();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public async Task Threads_and_their_waiting_allocate_nothing()
    {
        await using var fixture = await StartAsync(virtualThreads: 0);
        var run = await OpenAsync(fixture, SessionPurpose.Verify);
        var least = long.MaxValue;
        for (var round = 0; round < 6; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var picture = 0; picture < Pictures; picture++)
            {
                run.Offer(Person);
                for (var wait = default(SpinWait); fixture.Frames.Out > 0;) wait.SpinOnce();
            }

            // other threads of the process, the runner's own, may have something to do in one round, not in all
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.Equal(0, least);
    }

    static async Task<PipelineFixture> StartAsync(int virtualThreads)
    {
        var fixture = await PipelineFixture.StartAsync(decision: Endless, virtualThreads: virtualThreads);
        fixture.Models.KeepsSeen = false;
        return fixture;
    }

    static async Task<Sitting> OpenAsync(PipelineFixture fixture, SessionPurpose purpose) =>
        await fixture.OpenAsync(purpose, purpose == SessionPurpose.Identify ? null : await fixture.SubjectAsync());
}
