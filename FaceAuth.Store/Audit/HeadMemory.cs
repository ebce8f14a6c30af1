using System.Collections.Concurrent;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>How far this process has seen each chain, so that a head that was put back is told though it is genuine.</summary>
/// <remarks>Safe from many threads.</remarks>
internal sealed class HeadMemory
{
    /// <summary>Chains that are remembered; of others nothing is.</summary>
    const int MostChains = 10_000;

    readonly ConcurrentDictionary<string, Place> _seen = new();
    readonly ConcurrentDictionary<string, Place> _told = new();

    /// <summary>The last entry of a chain that was seen here; 0 for none.</summary>
    public long LastOf(string node) => _seen.TryGetValue(node, out var seen) ? seen.Sequence : 0;

    /// <summary>Whether a chain has gone back behind what was committed before.</summary>
    public bool IsBehind(AuditNodeRow head) => _seen.TryGetValue(head.Node, out var seen)
        && (head.Sequence < seen.Sequence || head.Checkpoints < seen.Checkpoints
            || (head.Sequence == seen.Sequence && !head.Hash.AsSpan().SequenceEqual(seen.Hash)));

    /// <summary>Remembers a head that is committed.</summary>
    public void Remember(AuditNodeRow head)
    {
        var place = Place.Of(head);
        if (_seen.Count < MostChains || _seen.ContainsKey(head.Node))
            _seen.AddOrUpdate(head.Node, place, (_, seen) => place.Sequence >= seen.Sequence && place.Checkpoints >= seen.Checkpoints
                ? place : seen);
    }

    /// <summary>The entry by which this process has said that a chain went back; null where it has not.</summary>
    public (long Sequence, byte[] Hash)? ToldAt(string node) =>
        _told.TryGetValue(node, out var told) ? (told.Sequence, told.Hash) : null;

    /// <summary>Remembers that entry, which counts once it is found in the database: its transaction may not be committed.</summary>
    public void Tell(AuditNodeRow head)
    {
        if (_told.Count < MostChains || _told.ContainsKey(head.Node)) _told[head.Node] = Place.Of(head);
    }

    /// <summary>What was told is in the database: from here on the chain counts as it is.</summary>
    public void BeginAnew(AuditNodeRow head) => _seen[head.Node] = Place.Of(head);

    sealed record Place(long Sequence, byte[] Hash, long Checkpoints)
    {
        public static Place Of(AuditNodeRow head) => new(head.Sequence, head.Hash, head.Checkpoints);
    }
}
