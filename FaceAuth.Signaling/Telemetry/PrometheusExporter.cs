using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace FaceAuth.Signaling.Telemetry;

/// <summary>Writes metrics in Prometheus' text format, version 0.0.4.</summary>
/// <remarks>
/// https://prometheus.io/docs/instrumenting/exposition_formats/ and OpenTelemetry's rules for names,
/// https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/. What is counted, and how many series there may
/// be, is the SDK's to say; its own exporter for Prometheus is a preview still. One caller at a time.
/// </remarks>
internal sealed class PrometheusExporter : BaseExporter<Metric>
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>What was written last.</summary>
    public string Text { get; private set; } = "";

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        var text = new StringBuilder(16 * 1024);
        foreach (var metric in batch) Write(text, metric);
        Text = text.ToString();
        return ExportResult.Success;
    }

    static void Write(StringBuilder text, Metric metric)
    {
        var type = metric.MetricType;
        var isCounter = type is MetricType.LongSum or MetricType.DoubleSum;
        if (type == MetricType.ExponentialHistogram) return;   // nothing here makes one
        var name = PrometheusNames.Of(metric.Name, metric.Unit, isCounter);
        var kind = isCounter ? "counter" : type == MetricType.Histogram ? "histogram" : "gauge";
        text.Append("# HELP ").Append(name).Append(' ').Append(Escaped(metric.Description)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(kind).Append('\n');
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = Labels(point.Tags);
            if (type == MetricType.Histogram) WriteHistogram(text, name, labels, point);
            else Line(text, name, labels, ValueOf(type, point));
        }
    }

    static double ValueOf(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        _ => point.GetGaugeLastValueDouble(),
    };

    static void WriteHistogram(StringBuilder text, string name, string labels, in MetricPoint point)
    {
        long count = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            var bound = double.IsPositiveInfinity(bucket.ExplicitBound) ? "+Inf" : Number(bucket.ExplicitBound);
            Line(text, name + "_bucket", $"{labels}{(labels.Length > 0 ? "," : "")}le=\"{bound}\"", count);
        }

        Line(text, name + "_sum", labels, point.GetHistogramSum());
        Line(text, name + "_count", labels, point.GetHistogramCount());
    }

    static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    static string Labels(ReadOnlyTagCollection tags)
    {
        var labels = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            if (labels.Length > 0) labels.Append(',');
            var said = value is bool truth ? (truth ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture);
            labels.Append(PrometheusNames.Label(key)).Append("=\"").Append(Escaped(said).Replace("\"", "\\\"", StringComparison.Ordinal))
                .Append('"');
        }

        return labels.ToString();
    }

    static string Escaped(string? said) =>
        (said ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
