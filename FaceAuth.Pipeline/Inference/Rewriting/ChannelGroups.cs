namespace FaceAuth.Pipeline.Inference.Rewriting;

/// <summary>Pictures between operations, in groups that have the same number of channels for good.</summary>
/// <remarks>A group is closed once one of its pictures is seen where a further channel would show.</remarks>
internal sealed class ChannelGroups(int block)
{
    /// <summary>Fewer channels are left alone: they would grow too much.</summary>
    const long Least = 8;

    readonly Dictionary<string, string> _parents = [];
    readonly Dictionary<string, long> _counts = [];
    readonly HashSet<string> _closed = [];

    /// <summary>Two pictures have the same channels.</summary>
    public void Join(string one, string other)
    {
        var (root, child) = (Root(one), Root(other));
        if (root == child) return;
        _parents[child] = root;
        if (_closed.Contains(child)) _closed.Add(root);
        if (_counts.TryGetValue(child, out var count)) SetCount(root, count);
    }

    /// <summary>A picture has that many channels.</summary>
    public void SetCount(string tensor, long count)
    {
        var root = Root(tensor);
        if (_counts.TryGetValue(root, out var known) && known != count) _closed.Add(root);   // contradicts itself: hands off
        _counts[root] = count;
    }

    /// <summary>No channel may be added to a picture.</summary>
    public void Close(string tensor) => _closed.Add(Root(tensor));

    /// <summary>Channels that a picture shall have; null where it keeps those that it has.</summary>
    public long? Rounded(string tensor)
    {
        var root = Root(tensor);
        if (_closed.Contains(root) || !_counts.TryGetValue(root, out var count) || count < Least || count % block == 0) return null;
        return (count + block - 1) / block * block;
    }

    string Root(string tensor)
    {
        while (_parents.TryGetValue(tensor, out var parent)) tensor = parent;
        return tensor;
    }
}
