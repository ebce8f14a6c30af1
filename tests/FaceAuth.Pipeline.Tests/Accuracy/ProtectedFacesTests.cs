using System.Numerics.Tensors;
using System.Security.Cryptography;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Stills;
using FaceAuth.Pipeline.Tests.Packs;
using FaceAuth.Store.Protection;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Accuracy;

/// <summary>ISO/IEC 30136's measures of template protection on embeddings of real photos; FaceAuth.Store's docs print the output.</summary>
/// <remarks>
/// Photos are aligned crops of 112 × 112 pixels, a folder a person, in the folder "lfw" of the data folder; skipped where it is not there,
/// for nothing is redistributed.
/// </remarks>
public sealed class ProtectedFacesTests(ITestOutputHelper output)
{
    // read once for all of this class, whose tests run one after the other
    static readonly Dictionary<string, List<List<float[]>>> Known = [];

    readonly Random _random = new(1);

    [Theory]
    [InlineData("permissive")]
    [InlineData("insightface")]
    public void Real_faces_cannot_be_linked_and_a_protected_vector_alone_gives_nothing(string pack)
    {
        var people = Read(pack);
        var faces = people.SelectMany(person => person).ToList();
        using var one = OrthogonalTransform.FromKey(RandomNumberGenerator.GetBytes(32), faces[0].Length);
        using var other = OrthogonalTransform.FromKey(RandomNumberGenerator.GetBytes(32), faces[0].Length);

        var (system, local) = Linked(people, face => Under(one, face), face => Under(other, face));
        var (unprotected, _) = Linked(people, face => face, face => face);
        var alone = faces.ConvertAll(face => Similarity(face, Under(one, face)));
        var largest = faces.Zip(faces.Skip(1), (face, next) =>
            Math.Abs(Similarity(face, next) - Similarity(Under(one, face), Under(one, next)))).Max();

        Say($"{pack}: {people.Count} people, {faces.Count} photos of {faces[0].Length} numbers");
        Say($"unlinkability: D_sys {system:0.000}, largest D(s) {local:0.000}; unprotected D_sys {unprotected:0.000}");
        Say($"vector alone: mean cosine {alone.Average():0.000}, largest {alone.Max():0.000}, accepted {Rate(pack, alone):0.0 %}");
        Say($"accuracy: largest difference of a similarity {largest:0.0e+0}");
        Assert.InRange(system, 0, 0.12);
        Assert.InRange(unprotected, 0.9, 1);
        Assert.Equal(0, Rate(pack, alone));
        Assert.InRange(largest, 0, 1e-5f);
    }

    [Theory]
    [InlineData("permissive")]
    [InlineData("insightface")]
    public void Known_pairs_open_real_faces_as_their_number_comes_near_the_dimension(string pack)
    {
        // a photo a person: who is attacked is none of the known
        var faces = Shuffled(Read(pack).ConvertAll(person => person[0]));
        var dimension = faces[0].Length;
        using var transform = OrthogonalTransform.FromKey(RandomNumberGenerator.GetBytes(32), dimension);
        var attacked = faces[..500];
        var means = new List<double>();
        foreach (var known in ((int[])[8, 16, 32, 64, 128, 256, 512]).Where(count => count <= dimension))
        {
            var pairs = new KnownPairs(faces.GetRange(500, known), face => Under(transform, face));

            var recovered = attacked.ConvertAll(face => Similarity(face, pairs.Recover(Under(transform, face))));

            means.Add(recovered.Average());
            Say($"{pack}: {known} known pairs: mean cosine {recovered.Average():0.000}, accepted {Rate(pack, recovered):0.0 %}");
        }

        Assert.Equal(means.Order(), means);
        Assert.InRange(means[^1], 0.99, 1.001);
    }

    /// <summary>Embeddings, person by person.</summary>
    static List<List<float[]>> Read(string pack)
    {
        if (Known.TryGetValue(pack, out var known)) return known;
        var folder = SharedFiles.DataFolder is { } data ? Path.Combine(data, "lfw") : null;
        Assert.SkipUnless(Directory.Exists(folder), "There is no folder lfw below the data folder.");
        using var reader = new FaceReader(pack);
        using var pictures = new PictureReader();
        var people = new List<List<float[]>>();
        foreach (var person in Directory.EnumerateDirectories(folder!).Order(StringComparer.Ordinal))
        {
            var faces = new List<float[]>();
            foreach (var file in Directory.EnumerateFiles(person).Order(StringComparer.Ordinal))
            {
                Assert.Null(pictures.Read(File.ReadAllBytes(file), 1 << 20, out var frame));
                using (frame)
                {
                    reader.Load(frame!);
                    faces.Add(reader.Embed(FaceEmbedder.Aligned));
                }
            }

            people.Add(faces);
        }

        return Known[pack] = people;
    }

    /// <summary>How far two databases can be linked that have other photos of the same people.</summary>
    (double System, double LargestLocal) Linked(
        List<List<float[]>> people, Func<float[], float[]> one, Func<float[], float[]> other)
    {
        var (first, second) = (
            people.ConvertAll(person => person.ConvertAll(face => one(face))),
            people.ConvertAll(person => person.ConvertAll(face => other(face))));
        var mated = first.SelectMany((person, p) => person.SelectMany((face, i) =>
            second[p].Where((_, j) => j != i).Select(again => Similarity(face, again)))).ToList();
        var strangers = Enumerable.Range(0, 50_000).Select(_ =>
        {
            var (i, j) = (_random.Next(people.Count), _random.Next(people.Count - 1));
            return Similarity(first[i][0], second[j >= i ? j + 1 : j][0]);
        }).ToList();
        Say($"{mated.Count} mated scores, {strangers.Count} of strangers");
        return Unlinkability.Of(mated, strangers, bins: 25, least: 400);
    }

    List<float[]> Shuffled(List<float[]> faces)
    {
        var all = faces.ToArray();
        _random.Shuffle(all);
        return [.. all];
    }

    static float[] Under(OrthogonalTransform transform, float[] vector)
    {
        var result = new float[vector.Length];
        transform.Apply(vector, result);
        return result;
    }

    static float Similarity(float[] one, float[] other) => TensorPrimitives.Dot<float>(one, other);

    static double Rate(string pack, List<float> scores)
    {
        var accept = TestPacks.Of(pack).Embedder.Threshold("accept");
        return scores.Count(score => score >= accept) / (double)scores.Count;
    }

    void Say(string text) => output.WriteLine(text);
}
