using System.Numerics.Tensors;
using FaceAuth.Accuracy.Statistics;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Tests.Packs;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Accuracy;

public sealed class RecognitionTests(ITestOutputHelper output)
{
    // Grey faces of 92 × 112 pixels that fill their pictures: three times as large, with a border that a camera would show.
    const string Enlarge = "scale=iw*3:ih*3:flags=bicubic,pad=iw*1.6:ih*1.6:(ow-iw)/2:(oh-ih)/2";

    [Theory]
    [InlineData("permissive", 0.98)]
    [InlineData("insightface", 0.995)]
    public void Thirty_people_are_told_apart(string pack, double atLeast)
    {
        using var reader = new FaceReader(pack);
        List<(int Person, float[] Embedding)> pictures = [];
        for (var person = 1; person <= 30; person++)
        {
            foreach (var frame in Clips.Frames(SharedFiles.Data($"verify/orl/s{person}/%d.pgm"), Enlarge))
            {
                using (frame) pictures.Add((person, Embed(reader, frame)));
            }
        }

        var rates = Compare(pictures);

        Assert.Equal(300, pictures.Count);
        Assert.Equal(30 * 45, rates.Genuine.Count);
        output.WriteLine(
            $"ORL, {pack}: {rates.Genuine.Count} genuine and {rates.Impostor.Count} impostor pairs; true accept rate "
            + string.Join(
                ", ",
                ((double[])[1e-2, 1e-3, 1e-4])
                    .Select(rate => $"{TrueAcceptRate(rates, rate):P2} at {rate:0e0} (threshold {rates.ThresholdAt(rate):F3})")));
        Assert.InRange(TrueAcceptRate(rates, 1e-3), atLeast, 1);
    }

    [Theory]
    [InlineData("permissive")]
    [InlineData("insightface")]
    public void Portraits_of_five_people_fall_on_the_right_side_of_the_threshold(string pack)
    {
        string[] people = ["biden", "bush", "johnson", "obama", "trump"];
        using var reader = new FaceReader(pack);
        List<(int Person, float[] Embedding)> pictures = [];
        for (var person = 0; person < people.Length; person++)
        {
            foreach (var file in SharedFiles.DataFiles($"verify/us_gov/{people[person]}"))
            {
                using var frame = Clips.Still(file);
                pictures.Add((person, Embed(reader, frame)));
            }
        }

        var genuine = Scores(pictures, same: true);
        var impostor = Scores(pictures, same: false);

        var accept = TestPacks.Of(pack).Embedder.Threshold("accept");
        output.WriteLine(
            $"us_gov, {pack}: {genuine.Count} genuine pairs, lowest {genuine.Min():F3}; "
            + $"{impostor.Count} impostor pairs, highest {impostor.Max():F3}; accept at {accept}");
        Assert.InRange(genuine.Min(), accept, 1);
        Assert.InRange(impostor.Max(), -1, accept);
    }

    [Theory]
    [InlineData("permissive")]
    [InlineData("insightface")]
    public void Two_clips_of_one_person_agree_and_those_of_others_do_not(string pack)
    {
        string[] one = ["video/single_face.mp4", "video/face_noface.mov", "misc/single_face.jpg"];
        string[] others = ["video/opendbm_subj01.mp4", "video/pexels-8164110.mp4"];
        var embeddings = one.Concat(others).ToDictionary(name => name, name => EveryFifth(pack, name));
        var accept = TestPacks.Of(pack).Embedder.Threshold("accept");

        foreach (var (a, b) in one.SelectMany((a, i) => one.Skip(i + 1).Select(b => (a, b)))) Check(a, b, same: true);
        foreach (var (a, b) in one.SelectMany(a => others.Select(b => (a, b)))) Check(a, b, same: false);
        Check(others[0], others[1], same: false);

        void Check(string a, string b, bool same)
        {
            var scores = embeddings[a].SelectMany(x => embeddings[b].Select(y => TensorPrimitives.Dot<float>(x, y))).Order().ToList();
            output.WriteLine($"{pack}: {a} and {b}: {scores[0]:F3} to {scores[^1]:F3}, median {scores[scores.Count / 2]:F3}");
            if (same) Assert.InRange(scores[0], accept, 1);
            else Assert.InRange(scores[^1], -1, accept);
        }
    }

    static float[] Embed(FaceReader reader, VideoFrame frame)
    {
        Assert.NotEqual(0, reader.Search(frame));
        return reader.Embed(reader.Mesh().Points);
    }

    static List<float[]> EveryFifth(string pack, string name)
    {
        using var reader = new FaceReader(pack);
        List<float[]> embeddings = [];
        foreach (var frame in Clips.Frames(SharedFiles.Data(name), "select=not(mod(n\\,5))"))
        {
            using (frame)
            {
                if (reader.Search(frame) > 0 && reader.Mesh() is { Presence: >= 0.5f } mesh) embeddings.Add(reader.Embed(mesh.Points));
            }
        }

        Assert.NotEmpty(embeddings);
        return embeddings;
    }

    static VerificationRates Compare(List<(int Person, float[] Embedding)> pictures) =>
        AllPairs.Compare(
            pictures.SelectMany(picture => picture.Embedding).ToArray(), [.. pictures.Select(picture => picture.Person)], workers: 1);

    static double TrueAcceptRate(VerificationRates rates, double falseMatchRate) =>
        1 - rates.FalseNonMatch(rates.ThresholdAt(falseMatchRate)).Value!.Value;

    static List<float> Scores(List<(int Person, float[] Embedding)> pictures, bool same) =>
        [.. pictures.SelectMany((a, i) => pictures.Take(i)
            .Where(b => a.Person == b.Person == same)
            .Select(b => TensorPrimitives.Dot<float>(a.Embedding, b.Embedding)))];
}
