namespace FaceAuth.Media.Ice;

/// <summary>The pairs on which a valid check came lately: bounded, each with its own expiry, changes reported in order.</summary>
internal sealed class ValidPairs(int capacity)
{
    readonly List<Entry> _entries = new(capacity);
    readonly Queue<(CandidatePair Pair, bool Added)> _changes = new();

    /// <summary>When the next pair expires; <see cref="TimeSpan.MaxValue"/> when there is none.</summary>
    internal TimeSpan NextExpiry { get; private set; } = TimeSpan.MaxValue;

    internal bool Contains(CandidatePair pair) => IndexOf(pair) >= 0;

    /// <summary>Adds a pair or gives it new life.</summary>
    /// <remarks>When full, the one that would expire first makes room, but never <paramref name="kept"/>.</remarks>
    internal void Refresh(CandidatePair pair, TimeSpan expiresAt, CandidatePair kept)
    {
        var at = IndexOf(pair);
        if (at >= 0)
        {
            _entries[at] = new Entry(pair, expiresAt);
        }
        else
        {
            if (_entries.Count == capacity) RemoveOldest(kept);
            _entries.Add(new Entry(pair, expiresAt));
            _changes.Enqueue((pair, true));
        }

        FindNextExpiry();
    }

    /// <summary>Takes a pair out before its time.</summary>
    internal void Remove(CandidatePair pair)
    {
        var at = IndexOf(pair);
        if (at < 0) return;
        RemoveAt(at);
        FindNextExpiry();
    }

    /// <summary>The pair that was checked last; false when there is none.</summary>
    internal bool TryGetFreshest(out CandidatePair pair)
    {
        (pair, var latest) = (default, TimeSpan.MinValue);
        foreach (var entry in _entries)
        {
            if (entry.ExpiresAt > latest) (pair, latest) = (entry.Pair, entry.ExpiresAt);
        }

        return _entries.Count > 0;
    }

    internal void Expire(TimeSpan now)
    {
        if (now < NextExpiry) return;
        for (var i = _entries.Count - 1; i >= 0; i--)
        {
            if (_entries[i].ExpiresAt <= now) RemoveAt(i);
        }

        FindNextExpiry();
    }

    internal bool TryTakeChange(out CandidatePair pair, out bool added)
    {
        var taken = _changes.TryDequeue(out var change);
        (pair, added) = change;
        return taken;
    }

    void RemoveOldest(CandidatePair kept)
    {
        var oldest = -1;
        for (var i = 0; i < _entries.Count; i++)
        {
            if (_entries[i].Pair != kept && (oldest < 0 || _entries[i].ExpiresAt < _entries[oldest].ExpiresAt)) oldest = i;
        }

        RemoveAt(oldest);
    }

    void RemoveAt(int index)
    {
        _changes.Enqueue((_entries[index].Pair, false));
        _entries.RemoveAt(index);
    }

    void FindNextExpiry()
    {
        NextExpiry = TimeSpan.MaxValue;
        foreach (var entry in _entries)
        {
            if (entry.ExpiresAt < NextExpiry) NextExpiry = entry.ExpiresAt;
        }
    }

    int IndexOf(CandidatePair pair)
    {
        for (var i = 0; i < _entries.Count; i++)
        {
            if (_entries[i].Pair == pair) return i;
        }

        return -1;
    }

    readonly record struct Entry(CandidatePair Pair, TimeSpan ExpiresAt);
}
