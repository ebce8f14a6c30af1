using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Runs;

/// <summary>Finds whose face a run's is among an owner's subjects, and whether that subject gave the signs of life.</summary>
/// <remarks>Safe from many threads.</remarks>
/// <param name="store">Where templates are kept.</param>
/// <param name="model">What those of the model in use are kept under.</param>
/// <param name="cohort">Lowers similarities of faces that many are alike to; null for none.</param>
/// <param name="owner">Whose subjects.</param>
/// <param name="group">Of which group; null for all of them.</param>
internal sealed class SubjectSearch(ITemplateStore store, string model, FaceCohort? cohort, string owner, Guid? group)
{
    // the second says how sure the first is
    const int Best = 2;

    /// <summary>
    /// The most similar subjects, best first, and whether every face in <see cref="DecisionAction.Search.Alive"/> may be the first one's.
    /// </summary>
    public async Task<(IReadOnlyList<TemplateMatch> Found, bool IsAlive)> FindAsync(
        DecisionAction.Search search, CancellationToken cancellation)
    {
        var found = await store.NearestAsync(owner, model, search.Probe, Best, cancellation, group);
        if (found.Count == 0) return (found, false);
        using var set = await store.LoadAsync(found[0].SubjectId, model, cancellation);
        var shift = Shift(search.Probe.Span);
        found = [.. found.Select(match => match with { Similarity = match.Similarity - shift })];
        if (set is null) return (found, false);   // erased meanwhile
        return (found, search.Alive.All(sign => sign.MayBe(face => set.BestSimilarity(face) - Shift(face), search.AliveAt)));
    }

    float Shift(ReadOnlySpan<float> face) => cohort?.Shift(face) ?? 0;
}
