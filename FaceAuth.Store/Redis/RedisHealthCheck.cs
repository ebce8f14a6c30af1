using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FaceAuth.Store.Redis;

/// <summary>Healthy while state is shared, degraded while the node is alone: it works on, and nothing that protects is off.</summary>
internal sealed class RedisHealthCheck(RedisLink link) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult((link.IsInUse, link.HasStranger) switch
        {
            (false, _) => HealthCheckResult.Degraded(
                $"Redis is not used ({link.Problem}): this node counts requests alone. It goes on with Redis by itself."),
            (true, true) => HealthCheckResult.Degraded(
                "Another node uses the same Redis:Prefix with another signing key: nothing is counted together with it. Give both the "
                + "same Signing:KeyFile, or another Redis:Prefix."),
            _ => HealthCheckResult.Healthy(),
        });
}
