using System.Globalization;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Tests.Flows;

/// <summary>Real clips, lit as by the page's surround, through the whole pipeline: whether it sees the colours in them.</summary>
/// <remarks>The light is computed; no real person before a real page has been measured.</remarks>
public sealed class RelitClipsTests(ITestOutputHelper output)
{
    const int Sessions = 1;   // of each clip, each with colours of its own

    [Theory]
    [InlineData(0.2, 2, 3)]
    public async Task Shows_the_colours_where_the_light_is_enough(double share, int least, int most)
    {
        await using var pipeline = await RealPipeline.StartAsync(lights: true);
        var (seen, all) = (0, 0);
        foreach (var clip in new[] { "video/single_face.mp4", "video/opendbm_subj01.mp4", "video/pexels-8164110.mp4" })
        {
            var footage = Footage.Clip(clip, every: 2);
            var here = 0;
            for (var i = 0; i < Sessions; i++)
            {
                var outcome = await pipeline.PlayLitAsync(await pipeline.NewSubjectAsync(), footage, share, from: 37 * i);
                if (outcome.Decision.Signals.Single(signal => signal.Kind == SignalKind.Light).State == SignalState.Clear) here++;
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clip}, share {share}: {here} of {Sessions}"));
            (seen, all) = (seen + here, all + Sessions);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"share {share}: {seen} of {all}"));
        Assert.InRange(seen, least, most);
    }
}
