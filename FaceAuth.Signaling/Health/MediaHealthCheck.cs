using FaceAuth.Signaling.Sessions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FaceAuth.Signaling.Health;

/// <summary>Whether video can be received and decoded; "media".</summary>
internal sealed class MediaHealthCheck(MediaHost media) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(media.Problem is null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(media.Problem));
}
