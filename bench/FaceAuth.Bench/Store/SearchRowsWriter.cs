using System.Runtime.InteropServices;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Subjects;
using FaceAuth.Store.Templates;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;
using Pgvector;

namespace FaceAuth.Bench.Store;

/// <summary>Writes a gallery as the store would have: protected, sealed and authenticated; by COPY, a subject for each template.</summary>
internal static class SearchRowsWriter
{
    const int Batch = 10_000;

    /// <summary>Fills <paramref name="subjects"/> with the ids, in the order of the rows.</summary>
    public static async Task FillAsync(
        IServiceProvider store, string connection, string owner, string model, int rows, VectorOf vectorOf, Guid[] subjects)
    {
        var (sealer, keys) = (store.GetRequiredService<TemplateSealer>(), store.GetRequiredService<TemplateKeys>());
        var names = store.GetRequiredService<NameSeal>();
        var builder = new NpgsqlDataSourceBuilder(connection);
        builder.UseVector();
        await using var source = builder.Build();
        await using var open = await source.OpenConnectionAsync();
        for (var first = 0; first < rows; first += Batch)
        {
            var made = new (SubjectRow Subject, TemplateRow Template)[Math.Min(Batch, rows - first)];
            var from = first;
            Parallel.For(0, made.Length, i =>
            {
                var id = Guid.NewGuid();
                var (name, wrapped) = ($"s{from + i}", keys.WrapNew(id));
                var hash = names.HashOf(owner, name);
                var subject = new SubjectRow
                {
                    Id = id,
                    Owner = owner,
                    NameHash = hash,
                    SealedName = names.TrySeal(id, wrapped, hash, name),
                    WrappedKey = wrapped,
                    CreatedAt = DateTimeOffset.UnixEpoch,
                };
                made[i] = (subject, sealer.Seal(subject, [new FaceTemplate(model, vectorOf(from + i).ToArray(), 0.9f)])[0]);
                subjects[from + i] = id;
            });
            await SubjectsAsync(open, made.Select(one => one.Subject));
            await TemplatesAsync(open, made.Select(one => one.Template));
        }
    }

    public delegate ReadOnlySpan<float> VectorOf(int row);

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
