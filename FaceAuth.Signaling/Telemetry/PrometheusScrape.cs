using OpenTelemetry.Metrics;

namespace FaceAuth.Signaling.Telemetry;

/// <summary>Collects all metrics when Prometheus asks, one answer at a time.</summary>
internal sealed class PrometheusScrape : IDisposable
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    readonly Lock _gate = new();
    readonly PrometheusExporter _exporter = new();

    /// <summary>Makes the reader, which the metrics' provider is given.</summary>
    public PrometheusScrape() => Reader = new(_exporter) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative };

    /// <summary>What collects.</summary>
    public BaseExportingMetricReader Reader { get; }

    /// <summary>All metrics now, as text.</summary>
    public string Read()
    {
        lock (_gate)
        {
            Reader.Collect((int)Limit.TotalMilliseconds);
            return _exporter.Text;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Reader.Dispose();
}
