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
            Assert.All(
                all.Except(kept),
                gone => Assert.Contains(kept, better => better.Score >= gone.Score && better.Box.Overlap(gone.Box) > 0.4f));
        }
    }

    [Fact]
    public void The_order_in_which_they_come_changes_nothing_also_among_equals()
    {
        var random = new Random(12);
        for (var trial = 0; trial < 100; trial++)
        {
            var faces = Enumerable.Range(0, 40).Select(_ => RandomFace(random) with { Score = random.Next(4) / 4f }).ToArray();
            var shuffled = faces.ToArray();
            random.Shuffle(shuffled);

            Assert.Equal(faces[..Nms.Suppress(faces, 0.4f)], shuffled[..Nms.Suppress(shuffled, 0.4f)]);
        }
    }

    [Fact]
    public void What_stayed_once_stays_again()
    {
        var random = new Random(13);
        for (var trial = 0; trial < 100; trial++)
        {
            var faces = Enumerable.Range(0, 40).Select(_ => RandomFace(random)).ToArray();
            var once = faces[..Nms.Suppress(faces, 0.4f)];
            var again = once.ToArray();

            Assert.Equal(once.Length, Nms.Suppress(again, 0.4f));
            Assert.Equal(once, again);
        }
    }

    [Theory]
    [InlineData(0, 0, 0, 0, 1)]
    [InlineData(10, 10, -5, 20, 1)]
    [InlineData(float.NaN, 0, 10, 10, 1)]
    [InlineData(0, 0, float.NaN, 10, 1)]
    [InlineData(0, 0, float.PositiveInfinity, 10, 1)]
    [InlineData(0, 0, 1e30f, 1e30f, 1)]
    [InlineData(3e38f, 0, 3e38f, 1, 1)]
    [InlineData(0, 0, 10, 10, float.NaN)]
    public void What_is_no_box_goes_and_takes_nothing_with_it(float x, float y, float width, float height, float score)
    {
        DetectedFace face = new(new(0, 0, 10, 10), default, 0.7f);
        DetectedFace[] faces = [new(new(x, y, width, height), default, score), face];

        Assert.Equal(1, Nms.Suppress(faces, 0.4f));
        Assert.Equal(face, faces[0]);
    }

    [Fact]
    public void A_box_as_large_as_a_picture_may_be_is_one()
    {
        DetectedFace[] faces = [new(new(-4096, -4096, 1e6f, 1e6f), default, 0.9f), new(new(-4096, -4096, 1e6f, 1e6f), default, 0.8f)];

        Assert.Equal(1, Nms.Suppress(faces, 0.4f));
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
        new(100 * random.NextSingle(), 100 * random.NextSingle(), 10 + 50 * random.NextSingle(), 10 + 50 * random.NextSingle()),
        default, random.NextSingle());
}
