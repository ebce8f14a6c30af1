using System.Globalization;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Search;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Pgvector;

namespace FaceAuth.Store.Postgres;

/// <summary>Nearest rows by pgvector.</summary>
internal sealed class HnswRows(IStoreEngine engine) : INearestRows
{
    /// <summary>How many of the graph's points are kept in view: the recall that search.md measures.</summary>
    const int Breadth = 800;

    /// <summary>Points looked at before a scan that finds too few of the owner's gives up.</summary>
    const int Looked = 20_000;

    static readonly Version HalfFrom = new(0, 7);
    static readonly Version IteratesFrom = new(0, 8);

    public bool IsOffered => true;

    public async Task<NearestState> LookAsync(FaceAuthDbContext context, CancellationToken cancellation)
    {
        var version = await context.Database.SqlQuery<string>(
            $"""SELECT extversion AS "Value" FROM pg_extension WHERE extname = 'vector'""").SingleAsync(cancellation);
        var rows = await context.Database.SqlQuery<Listed>(
            $"""
            SELECT c.relname::text AS "Name", pg_relation_size(c.oid) AS "Bytes", i.indisvalid AS "IsValid",
                obj_description(c.oid, 'pg_class') AS "Model"
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE i.indrelid = '"Templates"'::regclass AND starts_with(c.relname::text, {HnswIndex.Prefix})
            """).ToListAsync(cancellation);
        return new(
            rows.ConvertAll(row => new StoredIndex(
                row.Name, row.Model, HnswIndex.Read(row.Name, row.Model ?? ""), row.Bytes, row.IsValid && row.Model is not null)),
            Version.TryParse(version, out var parsed) ? parsed : new(0, 0));
    }

    public Task<List<Guid>> NearAsync(
        FaceAuthDbContext context, IndexKey key, TemplateSpace space, float[] probe, int count, Version version,
        CancellationToken cancellation) =>
        AskAsync(context, Settings(count, version), NearText(key, new(space)), key, probe, count, cancellation);

    public Task<List<Guid>> ExactAsync(
        FaceAuthDbContext context, IndexKey key, TemplateSpace space, float[] probe, int count, CancellationToken cancellation) =>
        AskAsync(context, ["SET LOCAL enable_sort = on"], ExactText(key, new(space)), key, probe, count, cancellation);

    public async Task CreateAsync(FaceAuthDbContext context, TemplateSpace space, int memoryMiB, CancellationToken cancellation)
    {
        if ((await LookAsync(context, cancellation)).Version is var version && version < HalfFrom)
            throw new StoreException(
                $"The extension pgvector of {engine.Location} is of version {version}; an index for the search needs {HalfFrom}. " +
                "Install that on the server, and run ALTER EXTENSION vector UPDATE;");
        var index = new HnswIndex(space);
        await RunAsync(
            context, [string.Create(CultureInfo.InvariantCulture, $"SET maintenance_work_mem = '{memoryMiB}MB'"), index.Create,
                index.Describe], cancellation);
    }

    public Task DropAsync(FaceAuthDbContext context, StoredIndex index, CancellationToken cancellation) =>
        RunAsync(context, [$"""DROP INDEX CONCURRENTLY IF EXISTS "{index.Name}" """], cancellation);

    public async Task<(string Phase, double Share)?> ProgressAsync(
        FaceAuthDbContext context, TemplateSpace space, CancellationToken cancellation)
    {
        var name = new HnswIndex(space).Name;
        var rows = await context.Database.SqlQuery<Progress>(
            $"""
            SELECT p.phase AS "Phase", coalesce(p.blocks_done::float8 / nullif(p.blocks_total, 0), 0) AS "Share"
            FROM pg_stat_progress_create_index p JOIN pg_class c ON c.oid = p.index_relid WHERE c.relname::text = {name}
            """).ToListAsync(cancellation);
        return rows is [var row] ? (row.Phase, row.Share) : null;
    }

    internal static IEnumerable<string> Settings(int count, Version version)
    {
        // sorting is dearer than any scan: else the planner may take the model's rows and sort them
        yield return "SET LOCAL enable_sort = off";
        yield return "SET LOCAL plan_cache_mode = force_custom_plan";
        yield return string.Create(CultureInfo.InvariantCulture, $"SET LOCAL hnsw.ef_search = {Math.Clamp(count, Breadth, 1000)}");
        if (version < IteratesFrom) yield break;
        yield return "SET LOCAL hnsw.iterative_scan = relaxed_order";
        yield return string.Create(CultureInfo.InvariantCulture, $"SET LOCAL hnsw.max_scan_tuples = {Looked}");
    }

    // subqueries rather than joins: the planner could turn a join round, and the index would not order its rows any more
    internal static string NearText(IndexKey key, HnswIndex index) =>
        $"""
        SELECT "Id" FROM "Templates" t WHERE {index.Where}
        AND (SELECT s."Owner" FROM "Subjects" s WHERE s."Id" = t."SubjectId") = $2
        {(key.Group is null ? ""
            : """AND (SELECT true FROM "GroupMembers" m WHERE m."GroupId" = $4 AND m."SubjectId" = t."SubjectId")""")}
        ORDER BY {index.Expression} <=> $1::{index.Half} LIMIT $3
        """;

    static string ExactText(IndexKey key, HnswIndex index) =>
        $"""
        SELECT t."Id" FROM "Templates" t JOIN "Subjects" s ON s."Id" = t."SubjectId"
        WHERE s."Owner" = $2 AND {index.Where}
        {(key.Group is null ? "" : """AND s."Id" IN (SELECT m."SubjectId" FROM "GroupMembers" m WHERE m."GroupId" = $4)""")}
        ORDER BY "Protected" <=> $1 LIMIT $3
        """;

    static async Task<List<Guid>> AskAsync(
        FaceAuthDbContext context, IEnumerable<string> settings, string query, IndexKey key, float[] probe, int count,
        CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch((NpgsqlConnection)context.Database.GetDbConnection());
        foreach (var setting in settings) batch.BatchCommands.Add(new(setting));
        var asked = new NpgsqlBatchCommand(query);
        asked.Parameters.Add(new() { Value = new Vector(probe) });
        asked.Parameters.Add(new() { Value = key.Owner });
        asked.Parameters.Add(new() { Value = count });
        if (key.Group is { } group) asked.Parameters.Add(new() { Value = group });
        batch.BatchCommands.Add(asked);

        var found = new List<Guid>();
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) found.Add(rows.GetGuid(0));
        return found;
    }

    /// <summary>Each by itself: what is made concurrently has no transaction around it.</summary>
    static async Task RunAsync(FaceAuthDbContext context, IEnumerable<string> statements, CancellationToken cancellation)
    {
        await context.Database.OpenConnectionAsync(cancellation);
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        // it waits for every older transaction, however long; the pool puts the connection's settings back
        foreach (var statement in statements.Prepend("SET lock_timeout = 0"))
        {
#pragma warning disable CA2100 // our own words, and a model's id in quotation marks
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    sealed record Listed(string Name, long Bytes, bool IsValid, string? Model);

    sealed record Progress(string Phase, double Share);
}
