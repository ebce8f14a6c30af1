namespace FaceAuth.Media.Loop;

/// <summary>The deadlines of all peers of a loop in one queue.</summary>
/// <remarks>
/// A peer has one live entry; when its deadline moves later, the entry is only renewed as it comes up, so a packet that pushes a timeout
/// back costs nothing. One owner.
/// </remarks>
internal sealed class PeerTimers
{
    readonly PriorityQueue<LoopPeer, TimeSpan> _queue = new();

    /// <summary>What the system's poll can wait at least.</summary>
    internal static TimeSpan ShortestWait { get; } = TimeSpan.FromMilliseconds(1);

    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    /// <summary>When the next entry comes up; <see cref="TimeSpan.MaxValue"/> when there is none.</summary>
    internal TimeSpan Next => _queue.TryPeek(out _, out var at) ? at : TimeSpan.MaxValue;

    /// <summary>How long to wait for something else until the next entry comes up.</summary>
    internal TimeSpan WaitFrom(TimeSpan now)
    {
        if (Next == TimeSpan.MaxValue) return LongestWait;
        var wait = Next - now;
        return wait > LongestWait ? LongestWait : wait <= TimeSpan.Zero ? TimeSpan.Zero : wait < ShortestWait ? ShortestWait : wait;
    }

    /// <summary>Makes sure that the peer comes up at its deadline or before.</summary>
    internal void Schedule(LoopPeer peer, TimeSpan deadline)
    {
        if (deadline >= peer.ScheduledAt) return;
        peer.ScheduledAt = deadline;
        _queue.Enqueue(peer, deadline);
    }

    /// <summary>The next peer whose entry has come up.</summary>
    internal bool TryTake(TimeSpan now, out LoopPeer peer)
    {
        while (_queue.TryPeek(out peer!, out var at) && at <= now)
        {
            _queue.Dequeue();
            if (peer.ScheduledAt != at) continue;   // an earlier entry took its place
            peer.ScheduledAt = TimeSpan.MaxValue;
            return true;
        }

        return false;
    }
}
