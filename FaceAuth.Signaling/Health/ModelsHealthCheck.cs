using FaceAuth.Pipeline.Contracts;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FaceAuth.Signaling.Health;

/// <summary>Whether the models are loaded; "models".</summary>
internal sealed class ModelsHealthCheck(IAuthPipeline pipeline) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var readiness = pipeline.Readiness;
        return Task.FromResult(readiness.IsReady
            ? HealthCheckResult.Healthy(readiness.Notice)
            : HealthCheckResult.Unhealthy(readiness.Problem ?? "The models are not loaded yet."));
    }
}
