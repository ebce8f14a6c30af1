using System.Diagnostics.Metrics;

namespace FaceAuth.Store.Shared;

/// <summary>Whether the shared state is used, on the meter "FaceAuth.Store".</summary>
internal sealed class SharedMetrics
{
    readonly Counter<long> _fallbacks;
    bool _isUsed;

    public SharedMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("FaceAuth.Store");
        _fallbacks = meter.CreateCounter<long>(
            "faceauth.store.shared.fallbacks", "{call}", "Calls answered by the node alone because Redis did not, by what for.");
        meter.CreateObservableGauge(
            "faceauth.store.shared.in_use", () => Volatile.Read(ref _isUsed) ? 1 : 0, "{redis}", "1 while state is shared, else 0.");
    }

    public void HandleUse(bool isUsed) => Volatile.Write(ref _isUsed, isUsed);

    /// <param name="what">attempts, rates, sessions or changes.</param>
    public void FellBack(string what) => _fallbacks.Add(1, new KeyValuePair<string, object?>("of", what));
}
