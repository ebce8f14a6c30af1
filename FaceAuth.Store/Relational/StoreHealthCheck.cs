using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FaceAuth.Store.Relational;

/// <summary>Healthy while the database answers.</summary>
internal sealed class StoreHealthCheck(StoreDatabase database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var open = await database.ReadOnceAsync(store => store.Info.AnyAsync(cancellationToken), cancellationToken);
            return open ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The store is not initialised.");
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy(fault.Message, fault);
        }
    }
}
