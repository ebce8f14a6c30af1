using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Telemetry;

/// <summary>Metrics for Prometheus, where the settings switch them on.</summary>
internal static class MetricsApi
{
    public static void MapMetrics(this WebApplication app)
    {
        if (app.Services.GetService<PrometheusScrape>() is not { } scrape) return;
        // the route takes the path with and without the slash behind it
        var metrics = app.MapGet("/metrics", () => TypedResults.Text(scrape.Read(), PrometheusExporter.ContentType))
            .AllowAnonymous().WithTags("Metrics");
        // the connection's own port: what a request says of itself is the asker's to choose
        if (app.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value.PrometheusPort is > 0 and var port)
            metrics.AddEndpointFilter((call, next) =>
                call.HttpContext.Connection.LocalPort == port ? next(call) : ValueTask.FromResult<object?>(Results.NotFound()));
    }
}
