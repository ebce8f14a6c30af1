using System.Security.Cryptography;
using System.Text;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Audit;

/// <summary>Writes down for the health check what was found wrong with a chain.</summary>
internal static class ChainAlarms
{
    /// <summary>Writes it down, or that it was found again; saving is the caller's.</summary>
    /// <returns>Whether it is new.</returns>
    public static async Task<bool> AddAsync(
        FaceAuthDbContext context, string node, long sequence, DateTimeOffset now, CancellationToken cancellation)
    {
        var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(node)).AsSpan(0, 16));
        var known = await context.AlteredRows.AsTracking().SingleOrDefaultAsync(
            row => row.Kind == RowKind.AuditNode && row.RowId == id && row.Number == sequence, cancellation);
        if (known is null) context.AlteredRows.Add(new() { Kind = RowKind.AuditNode, RowId = id, Number = sequence, FoundAt = now });
        else known.FoundAt = now;
        return known is null;
    }
}
