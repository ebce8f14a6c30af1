using System.Collections.Concurrent;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Search;

namespace FaceAuth.Store.Templates;

/// <summary>How large galleries are and what indexes there are, looked at once a minute: a count costs more than a search.</summary>
/// <remarks>Safe from many threads.</remarks>
internal sealed class Galleries(StoreDatabase database, INearestRows nearest, TimeProvider clock)
{
    /// <summary>Galleries remembered; beyond that all are counted anew.</summary>
    const int Most = 10_000;

    static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<IndexKey, (Gallery Gallery, long At)> _known = new();

    /// <summary>What was true at most a minute ago.</summary>
    public async ValueTask<Gallery> OfAsync(IndexKey key, CancellationToken cancellation)
    {
        if (_known.TryGetValue(key, out var known) && clock.GetElapsedTime(known.At) < Kept) return known.Gallery;
        var gallery = await database.ReadAsync(
            async context => new Gallery(
                await SearchRows.CountAsync(context, key, cancellation), await nearest.LookAsync(context, cancellation)), cancellation);
        if (_known.Count >= Most) _known.Clear();
        _known[key] = (gallery, clock.GetTimestamp());
        return gallery;
    }

    /// <summary>An index came or went.</summary>
    public void Forget() => _known.Clear();
}
