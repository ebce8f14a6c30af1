using System.Runtime.InteropServices;
using FaceAuth.Store.Relational;
using Npgsql;
using NpgsqlTypes;
using Pgvector;

namespace FaceAuth.Bench.Store;

/// <summary>Writes a gallery into PostgreSQL by COPY.</summary>
internal static class SearchRowsWriter
{
    const int Batch = 10_000;

    /// <summary>Fills <paramref name="subjects"/> with the ids, in the order of the rows.</summary>
    public static async Task FillAsync(
        IServiceProvider store, string connection, string owner, string model, int rows,
        SearchRowsMaker.VectorOf vectorOf, Guid[] subjects)
    {
        var builder = new NpgsqlDataSourceBuilder(connection);
        builder.UseVector();
        await using var source = builder.Build();
        await using var open = await source.OpenConnectionAsync();
        for (var first = 0; first < rows; first += Batch)
        {
            var made = SearchRowsMaker.Make(store, owner, model, first, Math.Min(Batch, rows - first), vectorOf, subjects);
            await SubjectsAsync(open, made.Select(one => one.Subject));
            await TemplatesAsync(open, made.Select(one => one.Template));
        }
    }

    static async Task SubjectsAsync(NpgsqlConnection open, IEnumerable<SubjectRow> rows)
    {
        await using var writer = await open.BeginBinaryImportAsync(
            """
            COPY "Subjects" ("Id", "Owner", "ClearName", "NameHash", "SealedName", "WrappedKey", "CreatedAt")
            FROM STDIN (FORMAT BINARY)
            """);
        foreach (var row in rows)
        {
            await writer.StartRowAsync();
            await writer.WriteAsync(row.Id, NpgsqlDbType.Uuid);
            await writer.WriteAsync(row.Owner, NpgsqlDbType.Text);
            await writer.WriteAsync(row.ClearName, NpgsqlDbType.Text);
            await writer.WriteAsync(row.NameHash!, NpgsqlDbType.Bytea);
            await writer.WriteAsync(row.SealedName!, NpgsqlDbType.Bytea);
            await writer.WriteAsync(row.WrappedKey, NpgsqlDbType.Bytea);
            await writer.WriteAsync(row.CreatedAt.UtcTicks, NpgsqlDbType.Bigint);
        }

        await writer.CompleteAsync();
    }

    static async Task TemplatesAsync(NpgsqlConnection open, IEnumerable<TemplateRow> rows)
    {
        await using var writer = await open.BeginBinaryImportAsync(
            """
            COPY "Templates" ("Id", "SubjectId", "ModelId", "Generation", "Dimension", "Protected", "Sealed", "Quality", "Origin",
                "CreatedAt", "Authenticator") FROM STDIN (FORMAT BINARY)
            """);
        foreach (var row in rows)
        {
            await writer.StartRowAsync();
            await writer.WriteAsync(row.Id, NpgsqlDbType.Uuid);
            await writer.WriteAsync(row.SubjectId, NpgsqlDbType.Uuid);
            await writer.WriteAsync(row.ModelId, NpgsqlDbType.Text);
            await writer.WriteAsync(row.Generation, NpgsqlDbType.Integer);
            await writer.WriteAsync(row.Dimension, NpgsqlDbType.Integer);
            await writer.WriteAsync(new Vector(MemoryMarshal.Cast<byte, float>(row.Protected).ToArray()));
            await writer.WriteAsync(row.Sealed, NpgsqlDbType.Bytea);
            await writer.WriteAsync(row.Quality, NpgsqlDbType.Real);
            await writer.WriteAsync((int)row.Origin, NpgsqlDbType.Integer);
            await writer.WriteAsync(row.CreatedAt.UtcTicks, NpgsqlDbType.Bigint);
            await writer.WriteAsync(row.Authenticator, NpgsqlDbType.Bytea);
        }

        await writer.CompleteAsync();
    }
}
