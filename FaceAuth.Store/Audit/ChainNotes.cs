using System.Collections.Concurrent;
using System.Text.Json;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Audit;

/// <summary>Entries of this node's chain that name how far the others are, so that a chain that was removed whole is missed.</summary>
/// <remarks>One says only what moved since this process named it last. Safe from many threads.</remarks>
internal sealed class ChainNotes(AuditHeads heads, AuditSeal seal, TimeProvider clock)
{
    /// <summary>The action of such an entry.</summary>
    public const string Action = "audit.chains";

    /// <summary>Chains that one entry names, so that its details stay within their bound.</summary>
    const int PerEntry = 20;

    /// <summary>Chains that are named at once; others are the next time.</summary>
    const int Most = 200;

    /// <summary>Chains of which it is known here how far they were named.</summary>
    const int MostKnown = 10_000;

    readonly ConcurrentDictionary<string, long> _named = new();

    /// <summary>Appends what moved to a chain that the caller holds, in the caller's transaction.</summary>
    /// <returns>What was named; say so with <see cref="Remember"/> once it is committed.</returns>
    public async Task<IReadOnlyList<AuditNodeRow>> AddAsync(
        FaceAuthDbContext context, AuditNodeRow head, CancellationToken cancellation)
    {
        var others = await context.AuditNodes.AsNoTracking()
            .Where(other => other.Node != head.Node && other.Sequence > 0).ToListAsync(cancellation);
        var moved = others.Where(other => _named.GetValueOrDefault(other.Node) < other.Sequence && seal.Holds(other)).Take(Most).ToList();
        if (moved.Count == 0) return moved;
        var rows = moved.Chunk(PerEntry).Select(some => ChainLink.Next(
            head, new(clock.GetUtcNow(), Action, AuditHeads.System, Details: Write(some)))).ToList();
        await heads.AppendAsync(context, head, rows, cancellation);
        return moved;
    }

    public void Remember(IReadOnlyList<AuditNodeRow> named)
    {
        // beyond it, what was named is named again
        if (_named.Count > MostKnown) _named.Clear();
        foreach (var one in named) _named[one.Node] = one.Sequence;
    }

    /// <summary>What an entry names; empty where it is none of these.</summary>
    public static IReadOnlyList<ChainNote> Read(AuditRow entry)
    {
        if (entry.Action != Action || entry.Actor != AuditHeads.System || entry.Details is null) return [];
        try
        {
            return JsonSerializer.Deserialize<Details>(entry.Details, JsonSerializerOptions.Web)?.Chains ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    static string Write(IEnumerable<AuditNodeRow> some) => JsonSerializer.Serialize(
        new Details([.. some.Select(one => new ChainNote(one.Node, one.Sequence, AuditEncoding.Hex(one.Hash)))]),
        JsonSerializerOptions.Web);

    sealed record Details(IReadOnlyList<ChainNote> Chains);
}
