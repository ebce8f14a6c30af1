using System.Diagnostics.Metrics;
using FaceAuth.Store.Search;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FaceAuth.Store.Tests.Search;

public sealed class IndexCacheTests : IDisposable
{
    const int Rows = 1150, Dimension = 512;   // 0.6 MiB

    readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    readonly MeterListener _listener = new();
    long _bytes;

    [Fact]
    public async Task While_an_index_is_loaded_all_of_them_together_stay_within_the_bound()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        var metrics = new StoreMetrics(meters);
        var options = Options.Create(new StoreOptions { SearchMemoryMiB = 1 });
        using var cache = new IndexCache(options, metrics, NullLogger<IndexCache>.Instance);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "faceauth.store.index.size" && instrument.Meter.Scope == meters)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, bytes, _, _) => _bytes = bytes);
        _listener.Start();

        await LoadAsync(cache, "one");
        await LoadAsync(cache, "other");

        Assert.InRange(_bytes, 1, 1024 * 1024);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    // looks while it loads: that is when both would be there
    async Task LoadAsync(IndexCache cache, string owner) => await cache.GetAsync(
        new(owner, "model"), () => Task.FromResult((Rows, Dimension)), _ =>
        {
            _listener.RecordObservableInstruments();
            return Task.CompletedTask;
        }, default);
}
