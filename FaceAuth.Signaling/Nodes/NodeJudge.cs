using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Nodes;

/// <summary>Judges by their beats which other nodes are silent, and for how long. Does no IO and reads no clock.</summary>
/// <remarks>
/// Beats count only as seen from here: no node's clock is believed. Whoever cannot look, because the database is away, or looks too late,
/// begins to count anew, since the others may not have been able to say anything either.
/// </remarks>
/// <param name="self">This node.</param>
internal sealed class NodeJudge(Guid self)
{
    /// <summary>Between two looks; with longer ones in between, nothing seen before counts.</summary>
    public static readonly TimeSpan MostBetween = TimeSpan.FromSeconds(6);

    readonly Dictionary<Guid, (long Beat, TimeSpan Since)> _seen = [];
    TimeSpan? _lookedAt;

    /// <summary>The beats that there are now.</summary>
    /// <returns>Every other node's beat, and for how long it has stood still while this one looked.</returns>
    public IReadOnlyList<(NodeBeat Seen, TimeSpan Silent)> HandleSeen(IReadOnlyList<NodeBeat> beats, TimeSpan now)
    {
        if (now - _lookedAt > MostBetween) _seen.Clear();
        _lookedAt = now;
        foreach (var gone in _seen.Keys.Except(beats.Select(one => one.Node)).ToList()) _seen.Remove(gone);
        var silent = new List<(NodeBeat, TimeSpan)>();
        foreach (var seen in beats.Where(one => one.Node != self))
        {
            if (!_seen.TryGetValue(seen.Node, out var last) || last.Beat != seen.Beat) _seen[seen.Node] = last = (seen.Beat, now);
            silent.Add((seen, now - last.Since));
        }

        return silent;
    }

    /// <summary>They could not be looked at.</summary>
    public void HandleBlind() => _seen.Clear();
}
