using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Accuracy;

public sealed class DetectionTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("permissive")]
    [InlineData("insightface")]
    public void No_face_is_seen_where_there_is_none(string pack)
    {
        var clip = Counts(pack, "video/no_face.mp4");
        var drawing = Counts(pack, "negative/free-mountain-vector-01.jpg");

        Assert.InRange(clip.Count, 90, 100);
        Assert.All(clip.Concat(drawing), count => Assert.Equal(0, count));
    }

    [Theory]
    [InlineData("permissive", "video/single_face.mp4", 72, 0)]
    [InlineData("permissive", "video/face_noface.mov", 72, 97)]
    [InlineData("insightface", "video/single_face.mp4", 72, 0)]
    [InlineData("insightface", "video/face_noface.mov", 72, 97)]
    public void The_one_face_is_seen_as_long_as_it_is_there(string pack, string clip, int with, int without)
    {
        var counts = Counts(pack, clip);

        Assert.Equal([.. Enumerable.Repeat(1, with), .. Enumerable.Repeat(0, without)], counts);
    }

    [Theory]
    [InlineData("permissive")]
    [InlineData("insightface")]
    public void Two_people_are_seen_as_more_than_one(string pack)
    {
        // People turn away and walk past the camera: not in every frame.
        var counts = Counts(pack, "video/short_hamilton_clip.mp4");

        Assert.InRange(counts.Count(count => count >= 2), 80, counts.Count);
    }

    [Theory]
    [InlineData("permissive")]
    [InlineData("insightface")]
    public void Every_group_photo_shows_more_than_one_face(string pack)
    {
        foreach (var file in SharedFiles.DataFiles("multi"))
        {
            var count = Assert.Single(Counts(pack, file));

            // The one portrait among them.
            if (file.Contains("Tom_Cruise", StringComparison.Ordinal)) Assert.Equal(1, count);
            else Assert.InRange(count, 2, 64);
        }
    }

    [Theory]
    [InlineData("permissive")]
    [InlineData("insightface")]
    public void Every_portrait_shows_one_face_that_the_mesh_confirms(string pack)
    {
        using var reader = new FaceReader(pack);
        foreach (var person in (string[])["biden", "bush", "johnson", "obama", "trump"])
        {
            foreach (var file in SharedFiles.DataFiles($"verify/us_gov/{person}"))
            {
                using var frame = Clips.Still(file);

                Assert.Equal(1, reader.Search(frame));
                Assert.InRange(reader.Mesh().Presence, 0.98f, 1);
            }
        }
    }

    List<int> Counts(string pack, string name)
    {
        using var reader = new FaceReader(pack);
        List<int> counts = [];
        foreach (var frame in Clips.Frames(SharedFiles.Data(name)))
        {
            using (frame) counts.Add(reader.Search(frame));
        }

        output.WriteLine($"{pack}: {Path.GetFileName(name)}: "
            + string.Join(
                ", ", counts.GroupBy(count => count).OrderBy(group => group.Key).Select(group => $"{group.Count()} × {group.Key}")));
        return counts;
    }
}
