using System.Diagnostics.Metrics;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>Adds up what the server's own meters say, since it started. Safe from many threads.</summary>
/// <remarks>Of each instrument and each of its tags' values; tags hold codes alone, so their number is bounded, and so is this.</remarks>
internal sealed class MeterTotals : IHostedService, IDisposable
{
    const int MaxSeries = 1024;
    const string Prefix = "FaceAuth.";

    readonly Lock _gate = new();
    readonly Dictionary<(string Instrument, string Tags), MeterTotal> _totals = [];
    readonly MeterListener _listener = new();
    readonly IMeterFactory _meters;

    public MeterTotals(IMeterFactory meters)
    {
        _meters = meters;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // of this host: tests run several in one process
            if (instrument.Meter.Scope == _meters && instrument.Meter.Name.StartsWith(Prefix, StringComparison.Ordinal))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
    }

    /// <summary>Sum of an instrument over all its tags; 0 before its first measurement.</summary>
    public double Sum(string instrument) => Of(instrument).Sum(total => total.Value.Sum);

    /// <summary>An instrument's totals by its tags' values, joined by ".".</summary>
    public IReadOnlyDictionary<string, MeterTotal> Of(string instrument)
    {
        lock (_gate)
            return _totals.Where(total => total.Key.Instrument == instrument)
                .ToDictionary(total => total.Key.Tags, total => total.Value);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = tags.Length switch
        {
            0 => "",
            1 => tags[0].Value?.ToString() ?? "",
            _ => string.Join('.', tags.ToArray().Select(tag => tag.Value)),
        };
        lock (_gate)
        {
            var key = (instrument.Name, name);
            if (!_totals.TryGetValue(key, out var total) && _totals.Count >= MaxSeries) return;
            _totals[key] = new(total.Count + 1, total.Sum + value, Math.Max(total.Most, value));
        }
    }
}

/// <summary>What one instrument said under one set of tags.</summary>
/// <param name="Count">Measurements.</param>
/// <param name="Sum">All of them together.</param>
/// <param name="Most">The largest.</param>
internal readonly record struct MeterTotal(long Count, double Sum, double Most);
