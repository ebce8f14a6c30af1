using System.Globalization;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Accuracy;

public sealed class BlinkTests(ITestOutputHelper output)
{
    /// <summary>Clips with the frames at which MANIFEST.tsv notes blinks, first to last.</summary>
    public static TheoryData<string, int[]> Noted => new()
    {
        { "single_face.mp4", [26, 28] },
        { "face_noface.mov", [26, 28] },
        { "opendbm_subj01.mp4", [2, 5] },
        { "pexels-8164110.mp4", [71, 75, 88, 92] },
    };

    [Theory]
    [MemberData(nameof(Noted))]
    public void Eyes_close_at_the_noted_frames_and_nowhere_else(string clip, int[] noted) =>
        Check("permissive", clip, noted, searchEvery: 1);

    [Theory]
    [MemberData(nameof(Noted))]
    public void They_do_so_too_while_the_mesh_follows_the_face(string clip, int[] noted) =>
        Check("permissive", clip, noted, searchEvery: 10);

    [Theory]
    [MemberData(nameof(Noted))]
    public void They_do_so_too_with_the_other_packs_detector(string clip, int[] noted) => Check("insightface", clip, noted, searchEvery: 1);

    [Fact(Explicit = true)]
    public void Writes_the_series_as_vectors()
    {
        foreach (var clip in Noted.Select(row => row.Data.Item1))
        {
            List<string> lines = ["# frame, right eye, left eye (aspect ratios), presence; - where there is no face"];
            var series = EyeSeries.Read("permissive", "video/" + clip, searchEvery: 10);
            foreach (var (mesh, frame) in series.Select((mesh, frame) => (mesh, frame)))
            {
                lines.Add(mesh is { } seen
                    ? string.Create(CultureInfo.InvariantCulture, $"{frame}\t{seen.RightEye:F4}\t{seen.LeftEye:F4}\t{seen.Presence:F3}")
                    : $"{frame}\t-\t-\t-");
            }

            Directory.CreateDirectory(Vectors.PathOf("eyes"));
            File.WriteAllLines(Vectors.PathOf($"eyes/{Path.GetFileNameWithoutExtension(clip)}.tsv"), lines);
        }
    }

    void Check(string pack, string clip, int[] noted, int searchEvery)
    {
        var series = EyeSeries.Read(pack, "video/" + clip, searchEvery);

        var seen = series.Select((mesh, frame) => (Frame: frame, Eyes: (mesh?.RightEye + mesh?.LeftEye) / 2))
            .Where(at => at.Eyes is not null).ToList();
        var level = seen.Select(at => at.Eyes!.Value).Order().ElementAt(seen.Count / 2);
        // At frame 147 of the last clip the lids come half down, not further.
        var closed = seen.Where(at => at.Eyes < 0.45f * level).ToList();
        output.WriteLine(
            $"{pack}, search every {searchEvery}: {clip}: open level {level:F3}, lowest {seen.Min(at => at.Eyes):F3}, closed at "
            + string.Join(", ", closed.Select(at => $"{at.Frame} ({at.Eyes:F3})")));
        var blinks = noted.Chunk(2).ToList();
        Assert.All(
            blinks, blink => Assert.True(closed.Count(at => at.Frame >= blink[0] && at.Frame <= blink[1]) >= 2, $"no blink at {blink[0]}"));
        Assert.All(closed, at => Assert.Contains(blinks, blink => at.Frame >= blink[0] - 1 && at.Frame <= blink[1] + 1));
    }
}
