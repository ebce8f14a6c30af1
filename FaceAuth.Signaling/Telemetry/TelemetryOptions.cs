using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Telemetry;

/// <summary>What is told to whom about the server's work. Section "Telemetry".</summary>
/// <remarks>OpenTelemetry's own variables (OTEL_…) hold too; what is set here wins.</remarks>
internal sealed record TelemetryOptions
{
    /// <summary>Whether <c>/metrics</c> and <c>/metrics/</c> answer to Prometheus, whoever asks. Default false.</summary>
    public bool Prometheus { get; init; }

    /// <summary>The one port of the web server that has them, and nothing else; it is among its addresses. Default 0: each.</summary>
    public int PrometheusPort { get; init; }

    /// <summary>Whether metrics are sent by OTLP. Default: where OTEL_EXPORTER_OTLP_ENDPOINT is set.</summary>
    /// <remarks>OTEL_METRICS_EXPORTER, "otlp" or "none", decides before that.</remarks>
    public bool? Metrics { get; init; }

    /// <summary>Whether traces are sent by OTLP, one for each session. Default: as for metrics, with OTEL_TRACES_EXPORTER.</summary>
    public bool? Traces { get; init; }

    /// <summary>Whether the log is sent by OTLP. Default: as for metrics, with OTEL_LOGS_EXPORTER.</summary>
    public bool? Logs { get; init; }

    /// <summary>The collector, such as http://collector:4317. Default: what OTEL_EXPORTER_OTLP_ENDPOINT says, else this machine.</summary>
    public string? Endpoint { get; init; }

    /// <summary>How it is spoken to: Grpc or Http (protobuf). Default: what OTEL_EXPORTER_OTLP_PROTOCOL says, else Grpc.</summary>
    public OtlpProtocol? Protocol { get; init; }
}

/// <summary>How a collector is spoken to.</summary>
internal enum OtlpProtocol
{
    /// <summary>gRPC, usually port 4317.</summary>
    Grpc,

    /// <summary>HTTP with protobuf, usually port 4318.</summary>
    Http,
}

/// <summary>Checks <see cref="TelemetryOptions"/>.</summary>
internal sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        if (options.Protocol is { } protocol && !Enum.IsDefined(protocol))
            return ValidateOptionsResult.Fail("Telemetry:Protocol must be Grpc or Http.");
        if (options.PrometheusPort is < 0 or > 65_535)
            return ValidateOptionsResult.Fail("Telemetry:PrometheusPort must be a port, 1 to 65535, or 0 for each that is served.");
        if (options.Endpoint is null) return ValidateOptionsResult.Success;
        return Uri.TryCreate(options.Endpoint, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Telemetry:Endpoint must be an address such as http://collector:4317.");
    }
}
