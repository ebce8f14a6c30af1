using System.Collections.Concurrent;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Audit;

/// <summary>How far each chain was checked, in the database and under an authenticator.</summary>
/// <remarks>
/// Who can write there makes none that is further, and one that is put back or taken out is at most checked again; where this process
/// has seen it further, it is told. Safe from many threads.
/// </remarks>
internal sealed class AuditPoints(StoreDatabase database, AuditSeal seal, AlteredRows altered, TimeProvider clock)
{
    /// <summary>Chains that are remembered; of others nothing is.</summary>
    const int MostChains = 10_000;

    readonly ConcurrentDictionary<string, long> _seen = new();

    /// <summary>The chains of which there is one.</summary>
    public static IQueryable<string> Nodes(FaceAuthDbContext context) => context.AuditPoints.Select(p => p.Node);

    /// <summary>A chain's; the beginning where there is none that holds.</summary>
    public async Task<AuditPointRow> FindAsync(string node, CancellationToken cancellation)
    {
        var row = await database.ReadAsync(
            context => context.AuditPoints.SingleOrDefaultAsync(p => p.Node == node, cancellation), cancellation);
        var (holds, seen) = (row is not null && seal.Holds(row), _seen.GetValueOrDefault(node));
        if (holds ? row!.Revision < seen : row is not null || seen > 0)
        {
            await altered.ReportAsync([AsAltered(node, seen)]);
            _seen.TryRemove(node, out _);   // said, and begun anew
        }

        return holds ? row! : new() { Node = node, Hash = AuditEncoding.Start, AgainHash = AuditEncoding.Start };
    }

    /// <summary>Keeps one.</summary>
    public async Task SaveAsync(AuditPointRow point, CancellationToken cancellation)
    {
        // of any other name there is no chain that holds
        if (!AuditNode.MayBe(point.Node)) return;
        (point.Revision, point.At) = (point.Revision + 1, clock.GetUtcNow());
        await database.WriteAsync(async context =>
        {
            // under the key that counts in this transaction
            point.Authenticator = seal.Of(point);
            await database.HoldAsync(context, "audit points", cancellation);
            await context.AuditPoints.Where(p => p.Node == point.Node).ExecuteDeleteAsync(cancellation);
            context.AuditPoints.Add(point);
            await context.SaveChangesAsync(cancellation);
            return true;
        }, cancellation);
        if (_seen.Count < MostChains || _seen.ContainsKey(point.Node)) _seen[point.Node] = point.Revision;
    }

    /// <summary>As it is reported.</summary>
    public static AlteredRow AsAltered(string node, long number) =>
        new() { Kind = RowKind.AuditPoint, RowId = ChainAlarms.IdOf(node), Number = number };
}
