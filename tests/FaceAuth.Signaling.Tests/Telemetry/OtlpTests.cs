using FaceAuth.Signaling.Tests.Hosting;

namespace FaceAuth.Signaling.Tests.Telemetry;

/// <summary>A real server that tells a real collector of one session.</summary>
public sealed class OtlpTests
{
    [Fact]
    public async Task A_session_is_one_trace_from_the_hub_to_the_store()
    {
        await using var collector = await OtlpCollector.StartAsync();

        var id = await RunSessionAsync(
            $"Telemetry:Endpoint={collector.Address}", "Telemetry:Protocol=Http", "Telemetry:Traces=true", "Telemetry:Metrics=true",
            "Telemetry:Logs=true");

        var root = Assert.Single(collector.Spans(), span => span.Name == "session");
        Assert.Equal("", root.Parent);
        Assert.Equal(
            ["hub offer", "media connect", "pipeline run", "session", "store read", "store write"],
            collector.Spans().Where(span => span.Trace == root.Trace).Select(span => span.Name).Distinct().Order());
        Assert.Contains("faceauth.signaling.sessions.ended", collector.TextOf("metrics"), StringComparison.Ordinal);
        Assert.Contains(id, collector.TextOf("traces"), StringComparison.Ordinal);
        Assert.Contains(id, collector.TextOf("logs"), StringComparison.Ordinal);
        Assert.All(["traces", "metrics", "logs"], signal =>
            Assert.DoesNotContain("subject-of-the-shop", collector.TextOf(signal), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_standard_variables_switch_signals_on_and_off()
    {
        await using var collector = await OtlpCollector.StartAsync();

        await RunSessionAsync(
            $"OTEL_EXPORTER_OTLP_ENDPOINT={collector.Address}", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "OTEL_LOGS_EXPORTER=none",
            "OTEL_SERVICE_NAME=the-door");

        Assert.Contains("the-door", collector.TextOf("traces"), StringComparison.Ordinal);
        Assert.Contains("the-door", collector.TextOf("metrics"), StringComparison.Ordinal);
        Assert.Equal("", collector.TextOf("logs"));
    }

    /// <summary>A session that is offered and cancelled, on a server that is ended in good order.</summary>
    static async Task<string> RunSessionAsync(params string[] settings)
    {
        await using var server = await RunningServer.StartAsync(settings);
        var (id, _) = await server.OfferAndCancelAsync("subject-of-the-shop");
        server.Signal("TERM");
        Assert.Equal(0, await server.EndAsync());
        return id;
    }
}
