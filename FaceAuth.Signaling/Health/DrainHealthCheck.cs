using FaceAuth.Signaling.Limits;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FaceAuth.Signaling.Health;

/// <summary>Whether new sessions are taken, which a server that stops does not; "sessions".</summary>
internal sealed class DrainHealthCheck(SessionLimits limits) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(limits.IsClosed
            ? HealthCheckResult.Unhealthy("The server is stopping: it takes no new sessions, and the running ones finish.")
            : HealthCheckResult.Healthy());
}
