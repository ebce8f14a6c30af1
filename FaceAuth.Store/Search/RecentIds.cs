namespace FaceAuth.Store.Search;

/// <summary>The latest ids of many; each beyond the bound pushes the oldest out.</summary>
internal sealed class RecentIds(int most)
{
    readonly HashSet<Guid> _known = [];
    readonly Queue<Guid> _byAge = [];

    public bool Contains(Guid id) => _known.Contains(id);

    public void Add(Guid id)
    {
        if (!_known.Add(id)) return;
        _byAge.Enqueue(id);
        if (_byAge.Count > most) _known.Remove(_byAge.Dequeue());
    }
}
