using System.Collections.Concurrent;

namespace FaceAuth.Media.Loop;

/// <summary>What a loop dropped, by reason; the reasons are names of this code, so few. Counted by the loop, read by any thread.</summary>
internal sealed class DropCounts(MediaMetrics metrics)
{
    readonly ConcurrentDictionary<string, long> _byReason = new();

    internal IReadOnlyDictionary<string, long> ByReason => _byReason;

    internal void Add(string reason)
    {
        _byReason.AddOrUpdate(reason, 1, static (_, count) => count + 1);
        metrics.Dropped(reason);
    }
}
