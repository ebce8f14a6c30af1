using System.Globalization;
using FaceAuth.Pipeline.Deciding.Life;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>The blink machine on the eyes of real clips: tests/vectors/eyes.</summary>
public sealed class BlinksInClipsTests
{
    [Theory]
    [InlineData("single_face", 1)]
    [InlineData("face_noface", 1)]
    [InlineData("pexels-8164110", 2)]
    public void Every_blink_counts_once(string clip, int blinks) => Assert.Equal(blinks, CountBlinks(clip, every: 1));

    [Fact]
    public void A_blink_before_the_open_level_is_known_does_not_count() => Assert.Equal(0, CountBlinks("opendbm_subj01", every: 1));

    [Theory]
    [InlineData("single_face", 1)]
    [InlineData("pexels-8164110", 2)]
    public void Ten_pictures_a_second_are_enough(string clip, int blinks) => Assert.Equal(blinks, CountBlinks(clip, every: 3));

    static int CountBlinks(string clip, int every)
    {
        var machine = new BlinkMachine(new BlinkOptions());
        var count = 0;
        foreach (var cells in Vectors.Text($"eyes/{clip}.tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#')).Select(line => line.Split('\t')))
        {
            var frame = int.Parse(cells[0], CultureInfo.InvariantCulture);
            if (frame % every != 0) continue;
            if (cells[1] == "-")
            {
                machine.HandleUnusable();
                continue;
            }

            var at = TimeSpan.FromSeconds(frame / 30.0);
            var reading = new EyeReading(new(at, at), Number(cells[1]), Number(cells[2]), new(100, 100), 100, 0, 0);
            if (machine.TryHandle(reading, out _)) count++;
        }

        return count;
    }

    static float Number(string cell) => float.Parse(cell, CultureInfo.InvariantCulture);
}
