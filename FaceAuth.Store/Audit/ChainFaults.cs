using System.Text.Json;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>Tells of a chain that was altered in the database.</summary>
internal sealed class ChainFaults(
    StoreDatabase database, AuditWriter writer, AlteredSeal seal, StoreMetrics metrics, TimeProvider clock)
{
    /// <summary>In the audit and the metric once a place, to the health check each time.</summary>
    /// <param name="node">Whose chain.</param>
    /// <param name="fault">Where and how.</param>
    /// <param name="action">What the audit calls it.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task TellAsync(string node, AuditFault fault, string action, CancellationToken cancellation)
    {
        var details = JsonSerializer.Serialize(
            new { node = AuditNode.Shown(node), entry = fault.Sequence, fault = $"{fault.Kind}" });
        var isNew = await database.WriteAsync(async context =>
        {
            await database.HoldAsync(context, "altered", cancellation);
            var added = await ChainAlarms.AddAsync(context, seal, node, fault.Sequence, clock.GetUtcNow(), cancellation);
            await context.SaveChangesAsync(cancellation);
            if (added)
                await writer.AppendAsync(
                    context, [new(clock.GetUtcNow(), action, AuditHeads.System, Details: details)], cancellation);
            return added;
        }, cancellation);
        if (isNew) metrics.Altered(RowKind.AuditNode);
    }
}
