namespace FaceAuth.Store.Shared;

/// <summary>Counts of this node by key, each in a fixed window from the first.</summary>
/// <remarks>
/// Knows of each count how much of it other nodes were told, so that nothing counted while they could not be told is forgotten later, and
/// nothing is counted twice. Bounded: beyond <see cref="MaxKeys"/> the oldest window goes. Safe from many threads.
/// </remarks>
internal sealed class WindowCounts<TKey>(TimeProvider time, int maxKeys = WindowCounts<TKey>.MaxKeys)
    where TKey : notnull
{
    public const int MaxKeys = 100_000;

    readonly Lock _gate = new();
    readonly Dictionary<TKey, LinkedListNode<Entry>> _counts = [];
    readonly LinkedList<Entry> _oldestFirst = [];
    long _version;

    /// <summary>Keys that are counted for.</summary>
    public int Keys
    {
        get { lock (_gate) return _counts.Count; }
    }

    /// <summary>What is counted for a key now.</summary>
    public WindowState Look(TKey key)
    {
        lock (_gate) return StateOf(Find(key));
    }

    /// <summary>Counts one, if there is room.</summary>
    /// <param name="key">For what.</param>
    /// <param name="most">How many are allowed.</param>
    /// <param name="window">How long they are remembered from the first.</param>
    /// <param name="state">With the one that was counted.</param>
    public bool TryTake(TKey key, int most, TimeSpan window, out WindowState state)
    {
        lock (_gate)
        {
            var entry = Find(key);
            if (entry?.Count >= most)
            {
                state = StateOf(entry);
                return false;
            }

            if (entry is null or { Count: 0 }) entry = Open(key, window, entry);
            entry.Count++;
            entry.Taken++;
            state = StateOf(entry);
            return true;
        }
    }

    /// <summary>Counts one less.</summary>
    public WindowState TakeBack(TKey key)
    {
        lock (_gate)
        {
            var entry = Find(key);
            if (entry is { Count: > 0 }) entry.Count--;
            return StateOf(entry);
        }
    }

    /// <summary>The other nodes were told a state, and what they know comes back.</summary>
    /// <param name="key">Of what.</param>
    /// <param name="told">The state that they were told.</param>
    /// <param name="heard">What they know.</param>
    /// <param name="isRefused">Whether the last one in it found no room among all nodes' and is not counted.</param>
    public void HandleTold(TKey key, in WindowState told, in WindowsHeard heard, bool isRefused)
    {
        lock (_gate)
        {
            var entry = Find(key);
            if (entry is null && heard.Others > 0) entry = Open(key, heard.OthersLeft);
            if (entry is null) return;
            (entry.Others, entry.OthersEndAt) = (heard.Others, time.GetElapsedTime(0) + heard.OthersLeft);
            if (entry.Window != told.Window) return;
            entry.Told = Math.Max(entry.Told, told.Taken);
            if (isRefused && entry.Count > 0) entry.Count--;
        }
    }

    /// <summary>Keys with something that the other nodes were not told.</summary>
    public IReadOnlyList<TKey> Untold()
    {
        lock (_gate)
        {
            var now = time.GetElapsedTime(0);
            return [.. _oldestFirst.Where(entry => now < entry.EndsAt && entry.Untold > 0).Select(entry => entry.Key)];
        }
    }

    Entry? Find(TKey key)
    {
        if (!_counts.TryGetValue(key, out var node)) return null;
        if (time.GetElapsedTime(0) < node.Value.EndsAt) return node.Value;
        Remove(node);
        return null;
    }

    Entry Open(TKey key, TimeSpan window, Entry? before = null)
    {
        var now = time.GetElapsedTime(0);
        if (before is not null) Remove(_counts[key]);
        while (_oldestFirst.First is { } first && (now >= first.Value.EndsAt || _counts.Count >= maxKeys)) Remove(first);
        var entry = new Entry(key, ++_version, now + window)
        { Others = before?.Others ?? 0, OthersEndAt = before?.OthersEndAt ?? default };
        _counts.Add(key, _oldestFirst.AddLast(entry));
        return entry;
    }

    void Remove(LinkedListNode<Entry> node)
    {
        _counts.Remove(node.Value.Key);
        _oldestFirst.Remove(node);
    }

    WindowState StateOf(Entry? entry)
    {
        if (entry is null) return default;
        var now = time.GetElapsedTime(0);
        var (others, left) = now < entry.OthersEndAt ? (entry.Others, entry.OthersEndAt - now) : (0, TimeSpan.Zero);
        return new(entry.Window, ++_version, entry.Count, entry.Taken, entry.Untold, entry.EndsAt - now, others, left);
    }

    sealed class Entry(TKey key, long window, TimeSpan endsAt)
    {
        public TKey Key => key;

        public long Window => window;

        public TimeSpan EndsAt => endsAt;

        public int Count { get; set; }

        public int Taken { get; set; }

        public int Told { get; set; }

        public int Others { get; set; }

        public TimeSpan OthersEndAt { get; set; }

        public int Untold => Math.Min(Count, Taken - Told);
    }
}
