namespace FaceAuth.Signaling.Telemetry;

/// <summary>Which signals are sent by OTLP, by the settings and OpenTelemetry's own variables.</summary>
/// <param name="Metrics">Metrics.</param>
/// <param name="Traces">Traces.</param>
/// <param name="Logs">The log.</param>
internal sealed record Signals(bool Metrics, bool Traces, bool Logs)
{
    /// <summary>Reads them.</summary>
    /// <remarks>
    /// What variables mean: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/.
    /// </remarks>
    public static Signals Of(TelemetryOptions options, IConfiguration configuration)
    {
        var isOff = string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase);
        return new(Of(options.Metrics, "METRICS"), Of(options.Traces, "TRACES"), Of(options.Logs, "LOGS"));

        bool Of(bool? set, string signal)
        {
            if (set is { } said) return said;
            if (isOff) return false;
            if (configuration[$"OTEL_{signal}_EXPORTER"] is { Length: > 0 } exporter)
                return exporter.Split(',').Contains("otlp", StringComparer.OrdinalIgnoreCase);
            return configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 }
                || configuration[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"] is { Length: > 0 };
        }
    }
}
