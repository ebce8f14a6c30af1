namespace FaceAuth.Store.Redis;

/// <summary>Notices what was not heard: every node numbers its changes and says its last number with each beat.</summary>
/// <remarks>
/// A change that Redis never got, a connection that was cut, a server that was restarted: all leave a gap. A node's own beats tell it
/// whether it could hear at all. For one caller at a time.
/// </remarks>
/// <param name="self">This node.</param>
internal sealed class HeardNodes(Guid self)
{
    /// <summary>Nodes remembered, those that are gone included; then all are forgotten, which looks like a gap.</summary>
    public const int Most = 256;

    readonly Dictionary<Guid, long> _last = [];
    long _ownBeat = -1;

    /// <summary>Whether something was missed before this.</summary>
    public bool HandleHeard(in FeedMessage heard)
    {
        if (heard.Node == self) return heard.IsBeat && HandleOwnBeat(heard.Beat);
        if (_last.Count >= Most && !_last.ContainsKey(heard.Node)) _last.Clear();
        var last = _last.GetValueOrDefault(heard.Node);
        _last[heard.Node] = Math.Max(last, heard.Number);
        return heard.Number > (heard.IsBeat ? last : last + 1);
    }

    // the first one heard shows that this node hears from now on, and not before
    bool HandleOwnBeat(long beat)
    {
        var isNext = beat == _ownBeat + 1;
        _ownBeat = beat;
        return !isNext;
    }
}
