using FaceAuth.Accuracy.Blinks;

namespace FaceAuth.Accuracy.Tests.Blinks;

public sealed class BlinkClipTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-blinks-").FullName;

    [Fact]
    public void A_clip_has_all_its_blinks_or_none()
    {
        var clips = Read("clip,first,last\na.mp4,26,28\nb.mp4,,\na.mp4,71,75\n");

        Assert.Equal([("a.mp4", 2), ("b.mp4", 0)], clips.Select(clip => (clip.Name, clip.Blinks.Count)));
        Assert.Equal(Path.Combine(_folder, "a.mp4"), clips[0].Path);
    }

    [Theory]
    [InlineData("a.mp4,5\n")]
    [InlineData("a.mp4,5,4\n")]
    [InlineData("a.mp4,x,4\n")]
    [InlineData("")]
    public void A_list_that_makes_no_sense_is_refused(string text) => Assert.Throws<EvalException>(() => Read(text));

    [Fact]
    public void Each_annotated_blink_is_found_once_and_what_is_left_is_false()
    {
        var clip = new BlinkClip("a", "a", [(30, 33), (60, 63), (90, 93)]);

        // two on the first blink, none on the second, one on the third, one where there is none
        Assert.Equal((2, 1, 2), clip.Match([(0.9, 1.2), (1.05, 1.3), (2.95, 3.2), (5, 5.3)], 30));
    }

    [Fact]
    public void Where_a_blink_was_missed_or_made_up_is_told_at_the_clips_own_rate()
    {
        List<BlinkClip> clips = [new("a.mp4", "a", [(30, 33), (60, 63)]), new("b.mp4", "b", [])];
        List<BlinkResult> results = [new(null, 10, [new(0.9, 1.2)]), new(null, 10, [new(2, 2.2)], Fps: 15)];

        string[] places = [.. BlinkReport.Places(clips, results)];

        Assert.Equal(["a.mp4: missed, frames 60–63, 2.00–2.10 s", "b.mp4: none there, frames 30–33, 2.00–2.20 s"], places);
        Assert.Equal((1, 1), (BlinkRates.Of(clips, results).Missed.Errors, BlinkRates.Of(clips, results).Wrong));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    IReadOnlyList<BlinkClip> Read(string text)
    {
        var file = Path.Combine(_folder, "blinks.csv");
        File.WriteAllText(file, text);
        return BlinkClip.Read(file);
    }
}
