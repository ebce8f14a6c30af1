using FaceAuth.Store.Contracts;
using FaceAuth.Store.Shared;

namespace FaceAuth.Store.Redis;

/// <summary>Rates on all nodes together.</summary>
internal sealed class RedisRates : IRateCounts
{
    readonly SharedCounts<string> _counts;

    public RedisRates(RedisLink link, RedisNames names, NodeIdentity node, TimeProvider time)
    {
        _counts = new(link, node, time, "rates", key => names.Of("rates", key));
        link.OnReturn(_counts.CatchUpAsync);
    }

    public async ValueTask<RateAnswer> TryTakeAsync(string key, int most, TimeSpan window) =>
        await _counts.TryTakeAsync(key, most, window) is { } wait ? new(false, wait) : new(true, TimeSpan.Zero);
}
