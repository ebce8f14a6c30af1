using System.Numerics;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Tests.Imaging;

public sealed class SimilarityTransformTests
{
    [Fact]
    public void Recovers_any_turn_scale_and_shift()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 200; trial++)
        {
            var points = RandomPoints(random, 2 + random.Next(6));
            var transform = Matrix3x2.CreateScale(0.2f + 3 * random.NextSingle())
                * Matrix3x2.CreateRotation(6.28f * random.NextSingle())
                * Matrix3x2.CreateTranslation(100 * random.NextSingle(), -50 * random.NextSingle());
            var moved = points.Select(point => Vector2.Transform(point, transform)).ToArray();

            var found = SimilarityTransform.Estimate(points, moved);

            Assert.All(points.Zip(moved), pair => Assert.True(Vector2.Distance(Vector2.Transform(pair.First, found), pair.Second) < 0.01f));
        }
    }

    [Fact]
    public void No_other_similarity_comes_closer()
    {
        var random = new Random(4);
        for (var trial = 0; trial < 100; trial++)
        {
            var (from, to) = (RandomPoints(random, 5), RandomPoints(random, 5));
            var best = SimilarityTransform.Estimate(from, to);
            var error = Error(best, from, to);

            for (var change = 0; change < 8; change++)
            {
                var other = best * Matrix3x2.CreateScale(1 + 0.02f * (random.NextSingle() - 0.5f))
                    * Matrix3x2.CreateRotation(0.02f * (random.NextSingle() - 0.5f))
                    * Matrix3x2.CreateTranslation(random.NextSingle() - 0.5f, random.NextSingle() - 0.5f);
                Assert.True(Error(other, from, to) >= error * 0.9999f);
            }
        }
    }

    [Fact]
    public void Never_mirrors()
    {
        var random = new Random(5);
        for (var trial = 0; trial < 100; trial++)
        {
            var found = SimilarityTransform.Estimate(RandomPoints(random, 5), RandomPoints(random, 5));

            Assert.True(found.GetDeterminant() >= 0);
        }
    }

    [Fact]
    public void Recovers_from_noise_to_within_the_noise()
    {
        var random = new Random(6);
        for (var trial = 0; trial < 200; trial++)
        {
            var face = Matrix3x2.CreateScale(1 + 4 * random.NextSingle()) * Matrix3x2.CreateRotation(6.28f * random.NextSingle())
                * Matrix3x2.CreateTranslation(600 * random.NextSingle(), 400 * random.NextSingle());
            var seen = Template
                .Select(point => Vector2.Transform(point, face) + new Vector2(random.NextSingle() - 0.5f, random.NextSingle() - 0.5f))
                .ToArray();

            var found = SimilarityTransform.Estimate(Template, seen);

            Assert.All(
                Template, point => Assert.True(Vector2.Distance(Vector2.Transform(point, found), Vector2.Transform(point, face)) < 1));
        }
    }

    [Fact]
    public void A_mirrored_face_is_never_flipped_back()
    {
        var random = new Random(7);
        for (var trial = 0; trial < 200; trial++)
        {
            var turn = Matrix3x2.CreateScale(-1, 1) * Matrix3x2.CreateRotation(6.28f * random.NextSingle())
                * Matrix3x2.CreateScale(0.5f + random.NextSingle());
            var mirrored = Template.Select(point => Vector2.Transform(point, turn)).ToArray();

            var found = SimilarityTransform.Estimate(Template, mirrored);

            // without a reflection the best it can do is to lie over the middle: the eyes stay on their sides of the nose
            Assert.True(found.GetDeterminant() >= 0);
            Assert.True(Error(found, Template, mirrored) > 1);
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0.6f, 0.8f)]
    public void Points_on_a_line_are_enough(float x, float y)
    {
        Vector2[] line = [default, 10 * new Vector2(x, y), 25 * new Vector2(x, y), 40 * new Vector2(x, y)];
        var transform = Matrix3x2.CreateRotation(1.1f) * Matrix3x2.CreateScale(2.5f) * Matrix3x2.CreateTranslation(-7, 30);
        var moved = line.Select(point => Vector2.Transform(point, transform)).ToArray();

        var found = SimilarityTransform.Estimate(line, moved);

        Assert.True(found.GetDeterminant() > 0);
        Assert.All(line.Zip(moved), pair => Assert.True(Vector2.Distance(Vector2.Transform(pair.First, found), pair.Second) < 1e-3f));
    }

    [Fact]
    public void Far_from_the_origin_it_loses_less_than_a_tenth_of_a_pixel()
    {
        var far = new Vector2(4000, 3000);

        var found = SimilarityTransform.Estimate([.. Template.Select(point => point + far)], Template);

        Assert.All(Template, point => Assert.True(Vector2.Distance(Vector2.Transform(point + far, found), point) < 0.1f));
    }

    [Fact]
    public void A_spread_face_taken_to_one_point_has_no_way_back()
    {
        var flat = SimilarityTransform.Estimate(Template, [new(5, 5), new(5, 5), new(5, 5), new(5, 5), new(5, 5)]);

        Assert.Throws<ArgumentException>(() => SimilarityTransform.Invert(flat));
    }

    [Fact]
    public void Points_that_coincide_give_a_shift()
    {
        var found = SimilarityTransform.Estimate([new(2, 2), new(2, 2)], [new(5, 7), new(5, 7)]);

        Assert.Equal(Matrix3x2.CreateTranslation(3, 5), found);
    }

    [Fact]
    public void Sets_of_different_length_are_refused() =>
        Assert.Throws<ArgumentException>(() => SimilarityTransform.Estimate([new(1, 1)], []));

    [Fact]
    public void The_way_back_undoes_the_way_there()
    {
        var there = Matrix3x2.CreateRotation(0.3f) * Matrix3x2.CreateScale(2) * Matrix3x2.CreateTranslation(5, 6);

        var back = Vector2.Transform(Vector2.Transform(new(10, 20), there), SimilarityTransform.Invert(there));

        Assert.True(Vector2.Distance(new(10, 20), back) < 1e-4f);
        Assert.Throws<ArgumentException>(() => SimilarityTransform.Invert(default));
    }

    static readonly Vector2[] Template =
        [new(38.2946f, 51.6963f), new(73.5318f, 51.5014f), new(56.0252f, 71.7366f), new(41.5493f, 92.3655f), new(70.7299f, 92.2041f)];

    static Vector2[] RandomPoints(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new Vector2(200 * random.NextSingle(), 200 * random.NextSingle()))];

    static float Error(Matrix3x2 transform, Vector2[] from, Vector2[] to) =>
        from.Zip(to).Sum(pair => Vector2.DistanceSquared(Vector2.Transform(pair.First, transform), pair.Second));
}
