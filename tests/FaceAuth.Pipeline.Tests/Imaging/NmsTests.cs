using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Tests.Imaging;

public sealed class NmsTests
{
    [Fact]
    public void What_stays_hardly_overlaps_and_what_goes_overlaps_something_better()
    {
        var random = new Random(11);
        for (var trial = 0; trial < 100; trial++)
        {
            var all = Enumerable.Range(0, random.Next(1, 60)).Select(_ => RandomFace(random)).ToArray();
            var faces = all.ToArray();

            var kept = faces[..Nms.Suppress(faces, 0.4f)];

            Assert.Equal(kept.OrderByDescending(face => face.Score), kept);
            Assert.All(kept, face => Assert.DoesNotContain(kept, other => other != face && other.Box.Overlap(face.Box) > 0.4f));
            Assert.All(all.Except(kept), gone => Assert.Contains(kept, better => better.Score >= gone.Score && better.Box.Overlap(gone.Box) > 0.4f));
        }
    }

    [Fact]
    public void Nothing_stays_nothing() => Assert.Equal(0, Nms.Suppress([], 0.4f));

    [Fact]
    public void Overlap_is_the_shared_part_of_the_whole()
    {
        var box = new Box(0, 0, 10, 10);

        Assert.Equal(1, box.Overlap(box));
        Assert.Equal(50f / 150, box.Overlap(new(5, 0, 10, 10)), 1e-6f);
        Assert.Equal(0, box.Overlap(new(10, 0, 10, 10)));
        Assert.Equal(0, new Box(1, 1, 0, 0).Overlap(new(1, 1, 0, 0)));
    }

    static DetectedFace RandomFace(Random random) => new(
        new(100 * random.NextSingle(), 100 * random.NextSingle(), 10 + 50 * random.NextSingle(), 10 + 50 * random.NextSingle()), default, random.NextSingle());
}
