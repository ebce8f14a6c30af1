using System.Collections.Concurrent;
using System.Text.Json;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Audit;

/// <summary>Reports rows that were altered from outside, each once: audit, metric, log, and a list for the health check.</summary>
/// <remarks>Safe from many threads.</remarks>
internal sealed class AlteredRows(
    StoreDatabase database, AlteredSeal seal, AuditWriter audit, StoreMetrics metrics, TimeProvider clock, ILogger<AlteredRows> logger)
{
    /// <summary>What is reported of one call: whoever alters everything fills no disk with it.</summary>
    const int MostAtOnce = 1000;

    // what this process has reported, so that a row that is read again and again costs no writing
    readonly ConcurrentDictionary<(RowKind, Guid, long), bool> _known = new();

    /// <summary>Reports those that are new, in a transaction of its own.</summary>
    public async Task ReportAsync(IReadOnlyCollection<AlteredRow> found)
    {
        if (found.All(row => _known.ContainsKey(KeyOf(row)))) return;
        // what the caller reads is refused whether it waits or not: its cancellation must not keep the report back
        await database.WriteAsync(
            context => RecordAsync(context, found, CancellationToken.None), CancellationToken.None, Announce);
    }

    /// <summary>Writes down, in the caller's transaction, those that are new; <see cref="Announce"/> them once it is committed.</summary>
    public async Task<IReadOnlyList<AlteredRow>> RecordAsync(
        FaceAuthDbContext context, IReadOnlyCollection<AlteredRow> found, CancellationToken cancellation)
    {
        var unknown = found.Where(row => !_known.ContainsKey(KeyOf(row))).DistinctBy(KeyOf).Take(MostAtOnce).ToList();
        if (unknown.Count == 0) return [];
        var now = clock.GetUtcNow();
        var fresh = new List<AlteredRow>();
        // two nodes that find the same row report it once
        await database.HoldAsync(context, "altered", cancellation);
        foreach (var row in unknown)
        {
            var stored = await context.AlteredRows.AsTracking().SingleOrDefaultAsync(
                a => a.Kind == row.Kind && a.RowId == row.RowId && a.Number == row.Number, cancellation);
            if (stored is not null && seal.Holds(stored))
            {
                _known.TryAdd(KeyOf(row), true);
                continue;
            }

            // one that this store did not write says nothing, and keeps nobody from being told
            var written = stored ?? new() { Kind = row.Kind, RowId = row.RowId, Number = row.Number };
            (written.SubjectId, written.FoundAt) = (row.SubjectId, now);
            written.Authenticator = seal.Of(written);
            if (stored is null) context.AlteredRows.Add(written);
            fresh.Add(written);
        }

        var entries = fresh.Select(row => new AuditEntry(
            now, "store.row_altered", "system", row.Kind is RowKind.Session or RowKind.Course ? row.RowId : null, row.SubjectId,
            Details(row)));
        await audit.AppendAsync(context, entries, cancellation);
        return fresh;
    }

    /// <summary>Counts and logs what <see cref="RecordAsync"/> wrote down.</summary>
    public void Announce(IReadOnlyList<AlteredRow> fresh)
    {
        foreach (var row in fresh)
        {
            _known.TryAdd(KeyOf(row), true);
            metrics.Altered(row.Kind);
            StoreLog.Altered(logger, row.Kind, Name(row), row.SubjectId);
        }
    }

    static (RowKind, Guid, long) KeyOf(AlteredRow row) => (row.Kind, row.RowId, row.Number);

    static string Name(AlteredRow row) => row.Kind is RowKind.Audit or RowKind.JobRun ? $"{row.Number}" : $"{row.RowId}";

    static string Details(AlteredRow row) =>
        JsonSerializer.Serialize(new { row = row.Kind.ToString().ToLowerInvariant(), id = Name(row) });
}
