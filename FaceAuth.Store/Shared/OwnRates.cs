using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Shared;

/// <summary>Rates in this node's memory alone.</summary>
internal sealed class OwnRates(TimeProvider time) : IRateCounts
{
    readonly WindowCounts<string> _counts = new(time);

    public ValueTask<RateAnswer> TryTakeAsync(string key, int most, TimeSpan window) =>
        new(_counts.TryTake(key, most, window, out var state) ? new RateAnswer(true, TimeSpan.Zero) : new(false, state.Left));
}
