namespace FaceAuth.Store.Search;

/// <summary>The templates that may be among the most similar subjects, as a search meets them; bounded.</summary>
/// <param name="count">Subjects wanted.</param>
/// <param name="margin">How far below the last of them a template may still be one of them.</param>
internal sealed class CandidateList(int count, float margin)
{
    // beyond this what has fallen below the floor is thrown out, and then the least similar
    const int Most = 4 * CodeIndex.CandidatesMax;

    readonly TopSubjects _top = new(count);
    readonly List<(float Similarity, Guid Template)> _found = [];

    /// <summary>What a template must reach to matter; −∞ until enough subjects were offered.</summary>
    public float Floor => _top.Floor - margin;

    public void Offer(Guid template, Guid subject, float similarity)
    {
        if (similarity < Floor) return;
        _top.Offer(subject, similarity);
        if (_found.Count == Most) Shorten(CodeIndex.CandidatesMax);
        _found.Add((similarity, template));
    }

    /// <summary>At most so many, the most similar of them where they are more.</summary>
    public IReadOnlyList<Guid> ToList(int most)
    {
        Shorten(most);
        return _found.ConvertAll(candidate => candidate.Template);
    }

    void Shorten(int most)
    {
        var floor = Floor;
        _found.RemoveAll(candidate => candidate.Similarity < floor);
        if (_found.Count <= most) return;
        _found.Sort((a, b) => b.Similarity.CompareTo(a.Similarity));
        _found.RemoveRange(most, _found.Count - most);
    }
}
