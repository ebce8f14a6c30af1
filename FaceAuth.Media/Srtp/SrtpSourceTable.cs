namespace FaceAuth.Media.Srtp;

/// <summary>The SSRCs of one direction, at most as many as allowed; grows only when a new one is added.</summary>
internal sealed class SrtpSourceTable(int capacity)
{
    uint[] _ssrcs = new uint[Math.Min(capacity, 4)];
    SrtpSource[] _sources = new SrtpSource[Math.Min(capacity, 4)];
    int _last;

    /// <summary>How many SSRCs are known.</summary>
    public int Count { get; private set; }

    /// <summary>Whether no further SSRC fits.</summary>
    public bool IsFull => Count == capacity;

    /// <summary>The state of the source at <paramref name="position"/>; valid until the next <see cref="Add"/>.</summary>
    public ref SrtpSource this[int position] => ref _sources[position];

    /// <summary>Position of an SSRC, or −1.</summary>
    public int Find(uint ssrc)
    {
        if (_last < Count && _ssrcs[_last] == ssrc) return _last;   // packets come in runs of one source
        var position = _ssrcs.AsSpan(0, Count).IndexOf(ssrc);
        if (position >= 0) _last = position;
        return position;
    }

    /// <summary>Adds an SSRC that is not there yet and gives its position. Not when <see cref="IsFull"/>.</summary>
    public int Add(uint ssrc)
    {
        if (IsFull) throw new InvalidOperationException("The table of SSRCs is full.");
        if (Count == _ssrcs.Length)
        {
            var length = Math.Min(capacity, 2 * Count);
            Array.Resize(ref _ssrcs, length);
            Array.Resize(ref _sources, length);
        }

        _ssrcs[Count] = ssrc;
        _sources[Count] = default;
        return Count++;
    }
}
