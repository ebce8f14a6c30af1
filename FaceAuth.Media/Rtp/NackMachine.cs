namespace FaceAuth.Media.Rtp;

/// <summary>
/// Keeps the list of missing packets: which to ask for, when, how often, and when to give up (generic NACK, RFC 4585 §6.2.1,
/// https://www.rfc-editor.org/rfc/rfc4585#section-6.2.1).
/// </summary>
/// <remarks>Learns the round trip from retransmissions asked for once. Does no IO.</remarks>
/// <param name="retries">How often one packet is asked for.</param>
/// <param name="timeout">Shortest time before a missing packet is given up.</param>
/// <param name="longest">Longest such time, whatever the round trip; null for none.</param>
internal sealed class NackMachine(int retries, TimeSpan timeout, TimeSpan? longest = null)
{
    /// <summary>Packets missing at once; more is not loss but an outage, which only a keyframe mends.</summary>
    public const int MaxMissing = 512;

    const int LaterPackets = 3;   // this many behind it: not reordered but lost (as TCP's three duplicate ACKs, RFC 5681 §3.2)
    static readonly TimeSpan ShortestReorder = TimeSpan.FromMilliseconds(10);
    static readonly TimeSpan LongestReorder = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan ShortestRetry = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan LongestRetry = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan Together = TimeSpan.FromMilliseconds(5);   // due so soon: goes into the same message

    readonly List<Missing> _missing = [];
    TimeSpan _rtt = TimeSpan.FromMilliseconds(100);
    bool _measured;

    /// <summary>Round trip, request to retransmission, smoothed; 100 ms until measured.</summary>
    public TimeSpan RoundTrip => _rtt;

    /// <summary>How much arrival times vary now.</summary>
    /// <remarks>A packet with fewer than three behind it is given twice this, 10 to 50 ms, before it is asked for.</remarks>
    public TimeSpan Jitter { get; set; }

    /// <summary>The same once it is measured; null before.</summary>
    public TimeSpan? MeasuredRoundTrip => _measured ? _rtt : null;

    /// <summary>Packets missing now.</summary>
    public int Count => _missing.Count;

    /// <summary>Packets given up for good.</summary>
    public long Lost { get; private set; }

    /// <summary>When something is to be asked for or given up next.</summary>
    public TimeSpan Deadline
    {
        get
        {
            var first = TimeSpan.MaxValue;
            foreach (ref readonly var missing in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_missing))
            {
                if (missing.DueAt < first) first = missing.DueAt;
                if (missing.Since + Patience < first) first = missing.Since + Patience;
            }

            return first;
        }
    }

    /// <summary>Packets from <paramref name="from"/> up to but not including <paramref name="until"/> were skipped over.</summary>
    /// <remarks>False when that is more than the list holds: everything missing is given up.</remarks>
    public bool HandleGap(long from, long until, TimeSpan now)
    {
        if (_missing.Count + (until - from) > MaxMissing)
        {
            Lost += _missing.Count + (until - from);
            _missing.Clear();
            return false;
        }

        var at = _missing.Count;
        while (at > 0 && _missing[at - 1].Sequence >= from) at--;   // only at the very start is it not the end
        for (var sequence = from; sequence < until; sequence++) _missing.Insert(at++, new Missing(sequence, now, now + ReorderTime));
        return true;
    }

    /// <summary>A packet ahead of all others came in: what is missing well behind it is due at once.</summary>
    public void HandleHighest(long sequence, TimeSpan now)
    {
        foreach (ref var missing in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_missing))
            if (missing.Asked == 0 && sequence - missing.Sequence >= LaterPackets && missing.DueAt > now) missing.DueAt = now;
    }

    /// <summary>A packet that may have been missing came in.</summary>
    public void HandleArrival(long sequence, bool retransmitted, TimeSpan now)
    {
        var index = Find(sequence);
        if (index < 0) return;
        var missing = _missing[index];
        _missing.RemoveAt(index);
        if (!retransmitted || missing.Asked != 1) return;   // Karn's rule: an answer to one of several requests proves nothing
        var sample = now - missing.AskedAt;
        if (sample < TimeSpan.Zero) return;
        _rtt = _measured ? _rtt + (sample - _rtt) / 8 : sample;
        _measured = true;
    }

    /// <summary>Nothing below <paramref name="next"/> is wanted any more; what is still missing there is lost.</summary>
    public void DropBelow(long next)
    {
        var count = 0;
        while (count < _missing.Count && _missing[count].Sequence < next) count++;
        if (count == 0) return;
        Lost += count;
        _missing.RemoveRange(0, count);
    }

    /// <summary>Whether it still makes sense to wait for <paramref name="sequence"/>.</summary>
    public bool IsHopeless(long sequence, TimeSpan now)
    {
        var index = Find(sequence);
        return index < 0 || IsHopeless(_missing[index], now);
    }

    /// <summary>Forgets what is not worth asking for any more.</summary>
    public void GiveUp(TimeSpan now)
    {
        for (var i = _missing.Count - 1; i >= 0; i--)
        {
            if (!IsHopeless(_missing[i], now)) continue;
            _missing.RemoveAt(i);
            Lost++;
        }
    }

    /// <summary>Takes the numbers to ask for now, lowest first, and counts them as asked for.</summary>
    /// <returns>How many were written to <paramref name="sequences"/>; 0 when nothing is due.</returns>
    public int Take(TimeSpan now, Span<long> sequences)
    {
        if (Deadline > now) return 0;   // else what is due within moments goes along
        var count = 0;
        foreach (ref var missing in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_missing))
        {
            if (missing.DueAt > now + Together || missing.Asked >= retries) continue;
            if (count == sequences.Length) break;
            sequences[count++] = missing.Sequence;
            missing.Asked++;
            missing.AskedAt = now;
            missing.DueAt = now + RetryAfter;
        }

        return count;
    }

    TimeSpan ReorderTime
    {
        get
        {
            var reorder = Jitter * 2;
            return reorder < ShortestReorder ? ShortestReorder : reorder > LongestReorder ? LongestReorder : reorder;
        }
    }

    TimeSpan RetryAfter
    {
        get
        {
            var retry = _rtt * 1.25;   // a round trip and its usual spread
            var shortest = timeout / retries;   // however short the round trip, the requests last as long as there is patience
            if (shortest < ShortestRetry) shortest = ShortestRetry;
            return retry < shortest ? shortest : retry > LongestRetry ? LongestRetry : retry;
        }
    }

    TimeSpan Patience
    {
        get
        {
            var patience = _rtt * 3;
            if (patience < timeout) patience = timeout;
            return longest is { } bound && patience > bound ? bound : patience;
        }
    }

    bool IsHopeless(in Missing missing, TimeSpan now)
    {
        if (missing.Asked >= retries && now >= missing.DueAt) return true;
        return now >= missing.Since + Patience;
    }

    int Find(long sequence)
    {
        int low = 0, high = _missing.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var found = _missing[middle].Sequence;
            if (found == sequence) return middle;
            if (found < sequence) low = middle + 1;
            else high = middle - 1;
        }

        return -1;
    }

    struct Missing(long sequence, TimeSpan since, TimeSpan dueAt)
    {
        public readonly long Sequence = sequence;
        public readonly TimeSpan Since = since;
        public TimeSpan DueAt = dueAt;
        public TimeSpan AskedAt;
        public int Asked;
    }
}
