using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using FaceAuth.Media;
using FaceAuth.Pipeline.Runs;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Telemetry;
using FaceAuth.Store;
using FaceAuth.Store.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Telemetry;

/// <summary>The dashboard and the alerts under deploy/ ask for metrics that exist, as the server publishes them.</summary>
public sealed partial class DeployedRulesTests
{
    /// <summary>The framework's and Prometheus' own that are asked for.</summary>
    static readonly string[] OfOthers =
    [
        "http_server_request_duration_seconds_count", "dotnet_process_cpu_time_seconds_total", "dotnet_process_memory_working_set_bytes",
    ];

    [Theory]
    [InlineData("grafana/faceauth.json")]
    [InlineData("prometheus/faceauth.rules.yml")]
    public void Every_metric_that_is_asked_for_exists(string file)
    {
        var asked = MetricName().Matches(Read(file)).Select(match => match.Value).ToHashSet();

        Assert.NotEmpty(asked);
        Assert.Subset(Published().Concat(OfOthers).ToHashSet(), asked);
    }

    [Fact]
    public void Every_metric_of_the_server_is_on_the_dashboard_or_alerted_of()
    {
        var asked = Read("grafana/faceauth.json") + Read("prometheus/faceauth.rules.yml");
        string[] left =
            ["faceauth_signaling_sessions_started_total", "faceauth_media_bytes_received_total", "faceauth_media_offers_refused_total",
                "faceauth_pipeline_events_dropped_total", "faceauth_store_index_differed_total"];

        var sought = Published().Except(left)
            .Where(name => !name.EndsWith("_sum", StringComparison.Ordinal) && !name.EndsWith("_count", StringComparison.Ordinal));
        Assert.All(sought, name => Assert.Contains(name, asked, StringComparison.Ordinal));
    }

    [Fact]
    public void Alerts_name_refusals_that_exist()
    {
        var codes = Refusals.All.Select(refusal => refusal.Code).ToHashSet();
        var named = RefusalName().Matches(Read("prometheus/faceauth.rules.yml"))
            .SelectMany(match => match.Groups[1].Value.Split('|')).ToHashSet();

        Assert.Contains("busy", named);
        Assert.Subset(codes, named);
    }

    [Fact]
    public void The_dashboard_is_json_whose_panels_each_ask_something()
    {
        var panels = JsonDocument.Parse(Read("grafana/faceauth.json")).RootElement.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.GetProperty("type").GetString() != "row").ToList();

        Assert.True(panels.Count > 10);
        Assert.All(panels, panel => Assert.NotEqual(0, panel.GetProperty("targets").GetArrayLength()));
    }

    /// <summary>The names that the server's instruments have for Prometheus.</summary>
    static HashSet<string> Published()
    {
        var names = new HashSet<string>();
        using var provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = provider.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => Add(instrument) };
        listener.Start();
        _ = new SignalingMetrics(meters);
        _ = new PipelineMetrics(meters);
        _ = new StoreMetrics(meters);
        _ = new SharedMetrics(meters);
        using var media = new MediaMetrics(meters);
        return names;

        void Add(Instrument instrument)
        {
            if (instrument.Meter.Scope != meters) return;
            var isHistogram = instrument is Histogram<double>;
            var name = PrometheusNames.Of(instrument.Name, instrument.Unit, instrument is Counter<long>);
            foreach (var end in isHistogram ? (string[])["_bucket", "_sum", "_count"] : [""]) names.Add(name + end);
        }
    }

    static string Read(string file) =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "deploy", file));

    static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("(faceauth_|http_server_|dotnet_)[a-z0-9_]+")]
    private static partial Regex MetricName();

    [GeneratedRegex("(?:reason|outcome)=~?\"([a-z_|]+)\"")]
    private static partial Regex RefusalName();
}
