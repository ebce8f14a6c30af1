using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FaceAuth.Signaling.Telemetry;

/// <summary>Metrics, traces and the log for OpenTelemetry, and metrics for Prometheus.</summary>
/// <remarks>Nothing of it runs where the settings ask for none.</remarks>
internal static class TelemetrySetup
{
    /// <summary>Sets of tags that one instrument may have; further ones are counted together.</summary>
    const int MaxSeries = 1000;

    static readonly string[] Own = ["FaceAuth.Signaling", "FaceAuth.Media", "FaceAuth.Pipeline", "FaceAuth.Store"];

    /// <summary>The framework's that say how the process and its HTTP do; their tags hold routes and no paths.</summary>
    static readonly string[] OfTheFramework =
        ["System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections"];

    /// <summary>Adds what the settings ask for.</summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        var options = Read(builder.Configuration);
        var signals = Signals.Of(options, builder.Configuration);
        if (options.Prometheus) builder.Services.AddSingleton<PrometheusScrape>();
        if (!options.Prometheus && !signals.Metrics && !signals.Traces && !signals.Logs) return builder;

        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => Describe(resource, builder.Configuration));
        if (options.Prometheus || signals.Metrics) telemetry.WithMetrics(metrics => Add(metrics, options, signals));
        if (signals.Traces) telemetry.WithTracing(traces => traces.AddSource(Own).AddOtlpExporter(otlp => Apply(otlp, options, "traces")));
        if (signals.Logs)
        {
            builder.Logging.AddOpenTelemetry(logs => logs
                .AddProcessor(new SessionOfRecord()).AddOtlpExporter(otlp => Apply(otlp, options, "logs")));
        }

        return builder;
    }

    /// <summary>The settings before their check at the start, which tells what is wrong with them; then nothing is sent.</summary>
    static TelemetryOptions Read(ConfigurationManager configuration)
    {
        try
        {
            var options = configuration.GetSection("Telemetry").Get<TelemetryOptions>() ?? new();
            return new TelemetryOptionsValidator().Validate(null, options).Succeeded ? options : new();
        }
        catch (InvalidOperationException)
        {
            return new();
        }
    }

    static void Describe(ResourceBuilder resource, ConfigurationManager configuration)
    {
        if (configuration["OTEL_SERVICE_NAME"] is { Length: > 0 }) return;
        resource.AddService("faceauth", serviceVersion: typeof(TelemetrySetup).Assembly.GetName().Version?.ToString(3));
        resource.AddEnvironmentVariableDetector();   // after it, so that OTEL_RESOURCE_ATTRIBUTES may name it otherwise
    }

    static void Add(MeterProviderBuilder metrics, TelemetryOptions options, Signals signals)
    {
        metrics.AddMeter(Own).AddMeter(OfTheFramework).AddView("*", new MetricStreamConfiguration { CardinalityLimit = MaxSeries });
        if (options.Prometheus) metrics.AddReader(provider => provider.GetRequiredService<PrometheusScrape>().Reader);
        if (signals.Metrics) metrics.AddOtlpExporter(otlp => Apply(otlp, options, "metrics"));
    }

    static void Apply(OtlpExporterOptions otlp, TelemetryOptions options, string signal)
    {
        if (options.Protocol is { } protocol)
            otlp.Protocol = protocol == OtlpProtocol.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        if (options.Endpoint is not { } endpoint) return;
        // over HTTP each signal has a path, which the exporter adds to addresses from variables alone
        var isGrpc = otlp.Protocol == OtlpExportProtocol.Grpc;
        otlp.Endpoint = new(isGrpc ? endpoint : $"{endpoint.TrimEnd('/')}/v1/{signal}");
    }
}
