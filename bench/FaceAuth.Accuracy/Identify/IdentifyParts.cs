using FaceAuth.Accuracy.Runs;

namespace FaceAuth.Accuracy.Identify;

/// <summary>Who is enrolled, who probes, and who is a stranger.</summary>
/// <remarks>
/// Of the people with several usable pictures two of three are enrolled with their first and probe with the rest; the others are
/// strangers, and so is everybody with one picture. In the pictures' order, so that each run does the same.
/// </remarks>
/// <param name="Gallery">Person and picture.</param>
/// <param name="Probes">Person and picture of those enrolled.</param>
/// <param name="Strangers">Pictures of people who are not.</param>
internal sealed record IdentifyParts(
    IReadOnlyList<(int Person, int Picture)> Gallery, IReadOnlyList<(int Person, int Picture)> Probes, IReadOnlyList<int> Strangers)
{
    /// <summary>Deals people out.</summary>
    /// <param name="people">Each picture's person.</param>
    /// <param name="results">What came of each picture.</param>
    /// <exception cref="EvalException">Too few people have pictures that can be compared.</exception>
    public static IdentifyParts Of(IReadOnlyList<int> people, IReadOnlyList<PictureResult> results)
    {
        List<(int, int)> gallery = [], probes = [];
        List<int> strangers = [];
        var several = 0;
        foreach (var own in Enumerable.Range(0, results.Count).Where(i => results[i].Embedding is not null).GroupBy(i => people[i]))
        {
            var pictures = own.ToList();
            if (pictures.Count < 2 || several++ % 3 == 2)
            {
                strangers.AddRange(pictures);
                continue;
            }

            gallery.Add((own.Key, pictures[0]));
            probes.AddRange(pictures.Skip(1).Select(picture => (own.Key, picture)));
        }

        if (gallery.Count == 0 || strangers.Count == 0)
            throw new EvalException("It takes at least three people with two usable pictures each: some to enrol, some as strangers.");
        return new(gallery, probes, strangers);
    }
}
