using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Tests.Packs;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Accuracy;

/// <summary>The rule of <see cref="FaceGate.CoverOf"/> with its default options, on photos.</summary>
public sealed class CoverTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("permissive")]
    [InlineData("insightface")]
    public void Masked_faces_are_flagged(string pack)
    {
        var covers = CoversOf(pack, "occlusion/mask");

        Assert.InRange(Share(covers), 0.95, 1);
        Assert.DoesNotContain(Cover.Sunglasses, covers);
    }

    [Theory]
    [InlineData("permissive")]
    [InlineData("insightface")]
    public void Plain_faces_are_not(string pack) => Assert.InRange(Share(CoversOf(pack, "occlusion/none")), 0, 0.05);

    [Theory]
    [InlineData("permissive")]
    [InlineData("insightface")]
    public void Sunglasses_cover_the_eyes_and_are_never_called_a_mask(string pack)
    {
        using var frame = Clips.Still(SharedFiles.Data("occlusion/glasses/atm_006.jpg"));
        using var reader = new FaceReader(pack);
        Assert.NotEqual(0, reader.Search(frame));

        Assert.Equal(Cover.Sunglasses, CoverOf(pack, reader));
    }

    List<Cover> CoversOf(string pack, string folder)
    {
        using var reader = new FaceReader(pack);
        List<Cover> covers = [];
        foreach (var file in SharedFiles.DataFiles(folder))
        {
            using var frame = Clips.Still(file);
            // A masked face that the detector misses would never be accepted either, but it counts as missed here.
            covers.Add(reader.Search(frame) > 0 ? CoverOf(pack, reader) : Cover.None);
            if (covers[^1] != Cover.None) output.WriteLine($"{pack}: {Path.GetFileName(file)}: {covers[^1]}");
        }

        output.WriteLine($"{pack}: {folder}: {covers.Count(cover => cover != Cover.None)} of {covers.Count} flagged");
        return covers;
    }

    static Cover CoverOf(string pack, FaceReader reader)
    {
        var gate = new FaceGate(new FaceGateOptions(), TestPacks.Of(pack)[PackRole.Obstacle].Model.Threshold("minMargin"));
        return gate.CoverOf(new FrameEvidence(1) { Obstacle = reader.Obstacle(), Covered = reader.Cover(), Mask = reader.Mask() });
    }

    static double Share(List<Cover> covers) => covers.Count(cover => cover != Cover.None) / (double)covers.Count;
}
