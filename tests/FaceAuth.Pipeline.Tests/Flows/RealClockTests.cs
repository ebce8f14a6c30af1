using FaceAuth.Pipeline.Contracts;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Tests.Flows;

/// <summary>The pipeline on the real clock, with no other test beside it: cameras do not wait for a busy machine.</summary>
[Collection(nameof(RealClockTests))]
[CollectionDefinition(nameof(RealClockTests), DisableParallelization = true)]
public sealed class RealClockTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Serves_two_cameras_at_their_own_pace_on_the_real_clock()
    {
        await using var pipeline = await RealPipeline.StartAsync(realTime: true);
        var subject = await pipeline.EnrolAsync(Footage.Clip("video/single_face.mp4"));

        var outcomes = await Task.WhenAll(
            pipeline.PlayAsync(SessionPurpose.Verify, subject, Footage.Clip("video/single_face.mp4")),
            pipeline.PlayAsync(SessionPurpose.Verify, subject, Footage.Clip("video/opendbm_subj01.mp4")));

        foreach (var outcome in outcomes)
            output.WriteLine($"{outcome.Stats.DroppedByReason["stale"]} of {outcome.Stats.FramesIn} stale, {outcome}");
        Assert.True(outcomes[0].Decision.Accepted);
        Assert.Equal(ReasonCode.NotSamePerson, outcomes[1].Decision.Reasons[0]);
    }
}
