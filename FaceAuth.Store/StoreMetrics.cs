using System.Diagnostics.Metrics;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store;

/// <summary>Counters of the store, meter "FaceAuth.Store".</summary>
internal sealed class StoreMetrics
{
    readonly Counter<long> _added;
    readonly Counter<long> _displaced;
    readonly Counter<long> _erased;
    readonly Counter<long> _onDisk;
    readonly Counter<long> _altered;
    readonly Counter<long> _differed;
    readonly Counter<long> _webhookDropped;
    readonly Counter<long> _webhookDisabled;
    long _indexBytes;

    public StoreMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("FaceAuth.Store");
        _added = meter.CreateCounter<long>("faceauth.store.templates.added", "{template}", "Templates stored.");
        _displaced = meter.CreateCounter<long>(
            "faceauth.store.templates.displaced", "{template}", "Templates removed because their subject had too many.");
        _erased = meter.CreateCounter<long>("faceauth.store.subjects.erased", "{subject}", "Subjects erased.");
        _onDisk = meter.CreateCounter<long>(
            "faceauth.store.searches.on_disk", "{search}", "Searches whose index did not fit into memory.");
        _altered = meter.CreateCounter<long>(
            "faceauth.store.rows.altered", "{row}", "Rows found altered from outside, each once, by kind.");
        _differed = meter.CreateCounter<long>(
            "faceauth.store.index.differed", "{index}", "Search indexes that differed from the database and were dropped.");
        _webhookDropped = meter.CreateCounter<long>(
            "faceauth.store.webhooks.dropped", "{event}", "Events not queued because too many waited for their webhook.");
        _webhookDisabled = meter.CreateCounter<long>(
            "faceauth.store.webhooks.disabled", "{webhook}", "Webhooks turned off because they had failed for days, or were gone.");
        meter.CreateObservableGauge(
            "faceauth.store.index.size", () => Volatile.Read(ref _indexBytes), "By", "Memory of the search indexes.");
    }

    public void Added(int added, int displaced)
    {
        _added.Add(added);
        _displaced.Add(displaced);
    }

    public void Erased() => _erased.Add(1);

    public void SearchedOnDisk() => _onDisk.Add(1);

    public void Altered(RowKind kind) => _altered.Add(1, new KeyValuePair<string, object?>("kind", kind.ToString().ToLowerInvariant()));

    public void WebhookDropped() => _webhookDropped.Add(1);

    public void WebhookDisabled() => _webhookDisabled.Add(1);

    public void IndexDiffered() => _differed.Add(1);

    public void IndexBytes(long bytes) => Volatile.Write(ref _indexBytes, bytes);
}
