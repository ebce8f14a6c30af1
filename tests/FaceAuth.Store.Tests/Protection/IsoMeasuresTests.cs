using System.Security.Cryptography;
using FaceAuth.Store.Protection;
using FaceAuth.Testing;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Protection;

/// <summary>ISO/IEC 30136's measures of template protection, on clustered vectors; the output is what docs/protection.md prints.</summary>
public sealed class IsoMeasuresTests(ITestOutputHelper output)
{
    const int Dimension = 128, People = 2000;
    const float AcceptAt = 0.45f, OfOnePerson = 0.7f;

    readonly Random _random = new(1);

    [Fact]
    public void Templates_of_one_face_under_two_transforms_cannot_be_linked()
    {
        using var one = OrthogonalTransform.FromKey(RandomNumberGenerator.GetBytes(32), Dimension);
        using var other = OrthogonalTransform.FromKey(RandomNumberGenerator.GetBytes(32), Dimension);
        var faces = Faces(People);
        // each person once in either database, from two pictures
        var first = faces.Select(face => Under(one, face)).ToList();
        var second = faces.Select(face => Under(other, Near(face, OfOnePerson, _random))).ToList();

        var (mated, strangers) = Scores(first, second);
        var (system, local) = Unlinkability.Of(mated, strangers, bins: 25, least: 400);
        // as a check of the measure itself: without protection they can
        var plain = faces.Select(face => Near(face, OfOnePerson, _random)).ToList();
        var (matedPlain, strangersPlain) = Scores(faces, plain);
        var (unprotected, _) = Unlinkability.Of(matedPlain, strangersPlain, bins: 25, least: 400);

        Say($"unlinkability: D_sys {system:0.000}, largest D(s) {local:0.000}; unprotected D_sys {unprotected:0.000}");
        Assert.InRange(system, 0, 0.12);
        Assert.InRange(unprotected, 0.95, 1);
    }

    [Fact]
    public void The_protected_vector_alone_is_as_a_strangers()
    {
        using var transform = OrthogonalTransform.FromKey(RandomNumberGenerator.GetBytes(32), Dimension);

        var recovered = Faces(People).Select(face => Similarity(face, Under(transform, face))).ToList();

        Say($"irreversibility, vector alone: mean cosine {recovered.Average():0.000}, largest {recovered.Max():0.000}, " +
            $"accepted {Rate(recovered):0.0 %}");
        Assert.InRange(recovered.Average(), -0.02, 0.02);
        Assert.Equal(0, Rate(recovered));
    }

    [Fact]
    public void Known_pairs_open_the_transform_as_their_number_comes_near_its_dimension()
    {
        using var transform = OrthogonalTransform.FromKey(RandomNumberGenerator.GetBytes(32), Dimension);
        var means = new List<double>();
        foreach (var known in (int[])[8, 16, 32, 64, 96, 128])
        {
            var pairs = new KnownPairs(Faces(known), face => Under(transform, face));
            var recovered = Faces(500).Select(face => Similarity(face, pairs.Recover(Under(transform, face)))).ToList();

            means.Add(recovered.Average());
            Say($"irreversibility, {known} known pairs: mean cosine {recovered.Average():0.000}, accepted {Rate(recovered):0.0 %}");
        }

        Assert.InRange(means[0], 0.15, 0.35);
        Assert.InRange(means[^1], 0.999, 1.001);
    }

    [Fact]
    public void The_sealed_original_gives_nothing_without_its_key()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        var name = new TemplateName(Guid.NewGuid(), Guid.NewGuid(), Model);
        var recovered = Faces(500).Select(face =>
        {
            var sealedOne = SealedVector.Seal(key, name, face);
            var opened = new float[Dimension];
            Assert.False(SealedVector.TryOpen(RandomNumberGenerator.GetBytes(32), name, sealedOne, opened));
            // its bytes taken for numbers in steps of 1/128
            var bytes = sealedOne.AsSpan(13, Dimension).ToArray();
            var guess = bytes.Select(number => (number - 127.5f) / 128).ToArray();
            var norm = MathF.Sqrt(guess.Sum(number => number * number));
            return Similarity(face, [.. guess.Select(number => number / norm)]);
        }).ToList();

        Say($"irreversibility, sealed original: mean cosine {recovered.Average():0.000}, largest {recovered.Max():0.000}, " +
            $"accepted {Rate(recovered):0.0 %}");
        Assert.InRange(recovered.Average(), -0.02, 0.02);
        Assert.Equal(0, Rate(recovered));
    }

    [Fact]
    public void Comparing_under_protection_costs_no_accuracy()
    {
        using var transform = OrthogonalTransform.FromKey(RandomNumberGenerator.GetBytes(32), Dimension);
        var (largest, decided) = (0f, 0);
        var faces = Faces(People);
        for (var i = 0; i < faces.Count; i++)
        {
            // half of one person, about the threshold; half strangers
            var probe = i % 2 == 0 ? Near(faces[i], AcceptAt + (i % 100 - 50) / 500f, _random) : faces[(i + 1) % faces.Count];
            var (plain, under) = (Similarity(faces[i], probe), Similarity(Under(transform, faces[i]), Under(transform, probe)));
            largest = Math.Max(largest, Math.Abs(plain - under));
            if (plain >= AcceptAt != under >= AcceptAt && Math.Abs(plain - AcceptAt) > 1e-5f) decided++;
        }

        Say($"accuracy: largest difference of a similarity {largest:0.0e+0}, other decisions {decided}");
        Assert.InRange(largest, 0, 1e-5f);
        Assert.Equal(0, decided);
    }

    List<float[]> Faces(int count) => [.. Enumerable.Range(0, count).Select(_ => Random(_random, Dimension))];

    (List<float> Mated, List<float> Strangers) Scores(List<float[]> first, List<float[]> second)
    {
        var mated = first.Zip(second, Similarity).ToList();
        var strangers = Enumerable.Range(0, 50_000).Select(_ =>
        {
            var (i, j) = (_random.Next(first.Count), _random.Next(first.Count - 1));
            return Similarity(first[i], second[j >= i ? j + 1 : j]);
        }).ToList();
        return (mated, strangers);
    }

    static float[] Under(OrthogonalTransform transform, float[] vector)
    {
        var result = new float[vector.Length];
        transform.Apply(vector, result);
        return result;
    }

    static double Rate(List<float> scores) => scores.Count(score => score >= AcceptAt) / (double)scores.Count;

    void Say(string text) => output.WriteLine(text);
}
