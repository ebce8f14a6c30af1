using FaceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Postgres;

/// <summary>Looks at the bytes of the server's files, not at what the database says is in them.</summary>
public sealed class ErasureTests
{
    readonly Random _random = new(9);

    [Fact]
    public async Task What_was_erased_is_in_no_table_and_after_a_full_vacuum_in_no_file_of_one()
    {
        await using var server = await OwnPostgres.StartAsync();
        await using var database = await PostgresDatabase.CreateAsync(server.ConnectionString);
        await using var store = await PostgresStore.OpenAsync(database);
        var (erased, kept) = (await EnrolAsync(store, "erased"), await EnrolAsync(store, "kept"));
        var (secrets, others) = (await BlobsAsync(store, erased), await BlobsAsync(store, kept));
        await database.RunAsync("CHECKPOINT");
        Assert.All(secrets.Concat(others), blob => Assert.True(Holds(server, blob)));

        Assert.NotNull(await store.Subjects.EraseAsync(erased, Cancellation));
        Assert.Equal(1, await store.QueryAsync(c => c.Subjects.CountAsync(Cancellation)));
        Assert.Equal(4, await store.QueryAsync(c => c.Templates.CountAsync(Cancellation)));

        // one after the other: each VACUUM is a transaction of its own
        foreach (var table in (string[])["Subjects", "Templates", "Sessions"]) await database.RunAsync($"VACUUM FULL \"{table}\"");
        await database.RunAsync("CHECKPOINT");
        Assert.All(secrets, blob => Assert.False(Holds(server, blob)));
        Assert.All(others, blob => Assert.True(Holds(server, blob)));
    }

    async Task<Guid> EnrolAsync(PostgresStore store, string name)
    {
        var subject = (await store.Subjects.GetOrCreateAsync("rp:1", name, Cancellation)).Id;
        await store.Templates.AddAsync(subject, [.. Enumerable.Range(0, 4).Select(_ => Template(Random(_random)))], Cancellation);
        return subject;
    }

    /// <summary>Wrapped key, protected vectors and sealed originals.</summary>
    static Task<List<byte[]>> BlobsAsync(PostgresStore store, Guid id) => store.QueryAsync(async context =>
    {
        var subject = await context.Subjects.Include(s => s.Templates).SingleAsync(s => s.Id == id, Cancellation);
        return subject.Templates.SelectMany(t => (byte[][])[t.Protected, t.Sealed]).Append(subject.WrappedKey).ToList();
    });

    // the tables' files; the write-ahead log is reused in its own time
    static bool Holds(OwnPostgres server, byte[] secret) =>
        Directory.EnumerateFiles(Path.Combine(server.DataFolder, "base"), "*", SearchOption.AllDirectories)
            .Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(secret.AsSpan(1, 12)) >= 0);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
