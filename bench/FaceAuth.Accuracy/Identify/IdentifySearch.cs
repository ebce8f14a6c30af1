using System.Runtime.InteropServices;
using FaceAuth.Accuracy.Examining;
using FaceAuth.Accuracy.Runs;

namespace FaceAuth.Accuracy.Identify;

/// <summary>Searches for everybody in a gallery of one size, with the real store.</summary>
internal static class IdentifySearch
{
    /// <summary>Enrols the first people and searches for all probes of theirs, and for all strangers.</summary>
    /// <param name="parts">Who is enrolled, and who probes.</param>
    /// <param name="size">How many are enrolled.</param>
    /// <param name="results">What came of each picture.</param>
    /// <param name="models">What embedded them, and says what is taken from a probe's similarity.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<IdentifyTrial> RunAsync(
        IdentifyParts parts, int size, IReadOnlyList<PictureResult> results, FaceExaminers models, CancellationToken cancellation)
    {
        await using var gallery = await Gallery.CreateAsync(models.EmbedderId);
        foreach (var (person, picture) in parts.Gallery.Take(size)) await gallery.EnrolAsync(person, [Embedding(picture)], cancellation);
        var enrolled = parts.Gallery.Take(size).Select(entry => entry.Person).ToHashSet();
        List<(int Picture, bool Right, float Score)> mated = [];
        foreach (var (person, picture) in parts.Probes.Where(probe => enrolled.Contains(probe.Person)))
        {
            var hit = await gallery.FindAsync(Embedding(picture), cancellation);
            mated.Add((picture, hit?.Person == person, Score(picture, hit)));
        }

        List<(int Picture, float Score)> strangers = [];
        foreach (var picture in parts.Strangers)
            strangers.Add((picture, Score(picture, await gallery.FindAsync(Embedding(picture), cancellation))));
        return new(size, mated, strangers);

        float Score(int picture, GalleryHit? hit) => hit is { } found ? found.Similarity - models.ShiftOf(Embedding(picture).Span) : -1;

        ReadOnlyMemory<float> Embedding(int picture) => MemoryMarshal.Cast<byte, float>(results[picture].Embedding).ToArray();
    }
}
