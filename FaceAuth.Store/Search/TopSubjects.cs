using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Search;

/// <summary>The most similar subjects of those offered so far, each with its best similarity.</summary>
/// <param name="count">How many to keep, at least 1 and small: each offer above <see cref="Floor"/> looks at all.</param>
internal sealed class TopSubjects(int count)
{
    readonly Dictionary<Guid, float> _best = new(count);

    /// <summary>What an offer must exceed to change anything; −∞ until <c>count</c> subjects are kept.</summary>
    public float Floor { get; private set; } = float.NegativeInfinity;

    public void Offer(Guid subjectId, float similarity)
    {
        if (!(similarity > Floor)) return;
        if (_best.TryGetValue(subjectId, out var known))
        {
            if (similarity > known) _best[subjectId] = similarity;
        }
        else
        {
            if (_best.Count == count) _best.Remove(_best.MinBy(entry => entry.Value).Key);
            _best[subjectId] = similarity;
        }

        if (_best.Count == count) Floor = _best.Values.Min();
    }

    /// <summary>Best first; equal ones by id, so that the order is the same each time.</summary>
    public IReadOnlyList<TemplateMatch> ToList() =>
        [.. _best.Select(entry => new TemplateMatch(entry.Key, entry.Value)).OrderByDescending(m => m.Similarity).ThenBy(m => m.SubjectId)];
}
