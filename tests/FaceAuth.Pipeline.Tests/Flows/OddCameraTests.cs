using FaceAuth.Pipeline.Contracts;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Tests.Flows;

/// <summary>A real person whose camera is the trouble is told so, and neither accused nor asked to uncover a bare face.</summary>
public sealed class OddCameraTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("eq=gamma=0.7:brightness=-0.1", 6, GuidanceCode.MoreLight)]   // in shadow, not quite too dark
    [InlineData("hue=s=0", 6, GuidanceCode.UseColourCamera)]
    [InlineData("transpose=1", 6, GuidanceCode.HoldUpright)]
    [InlineData("transpose=2", 3, GuidanceCode.HoldUpright)]   // taken for a mask, picture by picture
    [InlineData("hflip,vflip", 6, GuidanceCode.HoldUpright)]
    public async Task Is_told_what_to_do_about_it(string filter, int every, GuidanceCode expected)
    {
        await using var pipeline = await RealPipeline.StartAsync();

        var outcome = await pipeline.PlayAsync(
            SessionPurpose.Enroll, await pipeline.NewSubjectAsync(), Footage.Clip("video/opendbm_subj01.mp4", every, filter: filter));

        output.WriteLine($"{outcome}");
        Assert.False(outcome.Decision.Accepted);
        Assert.Equal(ReasonCode.PoorQuality, outcome.Decision.Reasons[0]);
        Assert.DoesNotContain(ReasonCode.FaceObstructed, outcome.Decision.Reasons);
        Assert.DoesNotContain(ReasonCode.SpoofSuspected, outcome.Decision.Reasons);
        Assert.Contains(outcome.Guidance, guidance => guidance.Code == expected);
        Assert.DoesNotContain(outcome.Guidance, guidance => guidance.Code == GuidanceCode.RemoveObstacle);
    }
}
