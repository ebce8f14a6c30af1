using System.Globalization;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace FaceAuth.Store.Postgres;

/// <summary>Reads what was committed since an earlier look, by PostgreSQL's own snapshots.</summary>
/// <remarks>
/// Numbers are given before the commit, so that a later number may be seen before an earlier one. A snapshot says exactly which
/// transactions it saw: what is visible now and was not then is new, and nothing else is. The mark is a snapshot and the timeline of the
/// server, which a promoted replica changes: on another one an earlier snapshot says nothing.
/// </remarks>
internal static class PostgresChanges
{
    /// <summary>The column of the transaction that wrote a change (xid8).</summary>
    public const string Transaction = "Transaction";

    const string Now = "SELECT pg_current_snapshot()::text, substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8)";

    // one statement, so that the snapshot is the one that the rows are seen in
    const string Since = $"""
        {Now}, c."Id", c."Owner", c."ModelId", c."SubjectId", c."GroupId"
        FROM (SELECT 1) AS one LEFT JOIN LATERAL (
            SELECT * FROM "Changes"
            WHERE "Transaction" >= pg_snapshot_xmin($1::pg_snapshot) AND NOT pg_visible_in_snapshot("Transaction", $1::pg_snapshot)
            ORDER BY "Transaction", "Id" LIMIT $2) AS c ON true
        """;

    public static async Task<ChangesSince> ReadAsync(FaceAuthDbContext context, string? since, int most, CancellationToken cancellation)
    {
        await context.Database.OpenConnectionAsync(cancellation);
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        var (timeline, snapshot) = since is null ? ("", "") : Parts(since);
        await using var command = new NpgsqlCommand(since is null ? Now : Since, connection);
        if (since is not null)
        {
            command.Parameters.Add(new() { Value = snapshot });
            command.Parameters.Add(new() { Value = most + 1 });
        }

        var changes = new List<ChangeRow>();
        var mark = "";
        var isAnother = false;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            mark = string.Create(CultureInfo.InvariantCulture, $"{rows.GetString(1)}/{rows.GetString(0)}");
            if (since is null) continue;
            isAnother = rows.GetString(1) != timeline;
            if (!rows.IsDBNull(2)) changes.Add(ChangeOf(rows));
        }

        return new(mark, isAnother || changes.Count > most ? null : changes);
    }

    static (string Timeline, string Snapshot) Parts(string mark)
    {
        var at = mark.IndexOf('/', StringComparison.Ordinal);
        return (mark[..at], mark[(at + 1)..]);
    }

    static ChangeRow ChangeOf(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt64(2),
        Owner = row.GetString(3),
        ModelId = row.IsDBNull(4) ? null : row.GetString(4),
        SubjectId = row.IsDBNull(5) ? null : row.GetGuid(5),
        GroupId = row.IsDBNull(6) ? null : row.GetGuid(6),
    };
}
