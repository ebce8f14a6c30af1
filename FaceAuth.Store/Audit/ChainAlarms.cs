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
        FaceAuthDbContext context, AlteredSeal seal, string node, long sequence, DateTimeOffset now, CancellationToken cancellation)
    {
        var id = IdOf(node);
        var known = await context.AlteredRows.AsTracking().SingleOrDefaultAsync(
            row => row.Kind == RowKind.AuditNode && row.RowId == id && row.Number == sequence, cancellation);
        var isNew = known is null || !seal.Holds(known);
        var row = known ?? new() { Kind = RowKind.AuditNode, RowId = id, Number = sequence };
        (row.SubjectId, row.FoundAt) = (null, now);
        row.Authenticator = seal.Of(row);
        if (known is null) context.AlteredRows.Add(row);
        return isNew;
    }

    /// <summary>By which a row of a node is named among those that were altered.</summary>
    public static Guid IdOf(string node) => new(SHA256.HashData(Encoding.UTF8.GetBytes(node)).AsSpan(0, 16));
}
