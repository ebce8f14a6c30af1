using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Telemetry;

/// <summary>Metrics for Prometheus, where the settings switch them on.</summary>
internal static class MetricsApi
{
    const string Path = "/metrics";

    public static void MapMetrics(this WebApplication app)
    {
        if (app.Services.GetService<PrometheusScrape>() is not { } scrape) return;
        // the route takes the path with and without the slash behind it
        var metrics = app.MapGet(Path, () => TypedResults.Text(scrape.Read(), PrometheusExporter.ContentType))
            .AllowAnonymous().WithTags("Metrics");
        // the connection's own port: what a request says of itself is the asker's to choose
        if (OwnPort(app) is > 0 and var port)
            metrics.AddEndpointFilter((call, next) =>
                call.HttpContext.Connection.LocalPort == port ? next(call) : ValueTask.FromResult<object?>(Results.NotFound()));
    }

    /// <summary>Leaves nothing but the metrics on the port that is theirs: who may read them may not ask the rest.</summary>
    public static void UseMetricsPort(this WebApplication app)
    {
        if (app.Services.GetService<PrometheusScrape>() is null || OwnPort(app) is not (> 0 and var port)) return;
        app.Use((context, next) =>
        {
            var path = context.Request.Path;
            if (context.Connection.LocalPort != port || path.Equals(Path) || path.Equals(Path + "/")) return next(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    static int OwnPort(WebApplication app) => app.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value.PrometheusPort;
}
