namespace FaceAuth.Signaling.Telemetry;

/// <summary>Metrics for Prometheus, where the settings switch them on.</summary>
internal static class MetricsApi
{
    public static void MapMetrics(this WebApplication app)
    {
        if (app.Services.GetService<PrometheusScrape>() is not { } scrape) return;
        // the route takes the path with and without the slash behind it
        app.MapGet("/metrics", () => TypedResults.Text(scrape.Read(), PrometheusExporter.ContentType))
            .AllowAnonymous().WithTags("Metrics");
    }
}
